/** Written for the oldest Node there is: it must be able to say that it is too old. */
var parts = process.versions.node.split('.');
var major = Number(parts[0]);
var minor = Number(parts[1]);

if (major < 20 || (major === 20 && minor < 15)) {
  console.error(
    'Liushui needs Node.js 20.15 or newer; this is ' +
      process.versions.node +
      '.\n' +
      '流水需要 Node.js 20.15 或更新版本，当前版本为 ' +
      process.versions.node +
      '。',
  );
  process.exit(1);
}
