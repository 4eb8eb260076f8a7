/** A person at a browser, who notices errors on the console and requests to anywhere else. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Browser,
  type BrowserContext,
  chromium,
  type Page,
  type Request,
} from 'playwright-core';

const pictures = join(__dirname, '../../../ci-output/dashboard');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const settleMsMax = 30_000;
const testimonyCharsMax = 3_000;
const isNews = (address: string): boolean => new URL(address).pathname === '/api/v1/changes';
const refusals = /^Failed to load resource: the server responded with a status of (\d{3})/;

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.LIUSHUI_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

export interface Habits {
  readonly locale?: string;
  readonly width?: number;
  /** Refusals that this visit asks for; the browser writes each to the console. */
  readonly expectedStatuses?: readonly number[];
}

export class Visitor {
  /** Everything that should not have happened. */
  readonly complaints: string[] = [];
  private readonly expectedStatuses: readonly number[];
  /** Requests without an answer yet; `/changes` is answered for as long as the page is there. */
  private readonly underWay = new Set<Request>();

  private constructor(
    readonly page: Page,
    private readonly address: string,
    { expectedStatuses = [] }: Habits,
  ) {
    this.expectedStatuses = expectedStatuses;
  }

  static async arrive(browser: Browser, address: string, habits: Habits = {}): Promise<Visitor> {
    const { locale = 'zh-CN', width = 1440 } = habits;
    const context = await browser.newContext({ locale, viewport: { width, height: 900 } });
    context.setDefaultTimeout(20_000);
    const visitor = new Visitor(await context.newPage(), address, habits);
    visitor.listen(context);
    return visitor;
  }

  private listen(context: BrowserContext): void {
    this.page.on('request', (request) => {
      if (!isNews(request.url())) this.underWay.add(request);
    });
    this.page.on('requestfinished', (request) => this.underWay.delete(request));
    this.page.on('requestfailed', (request) => this.underWay.delete(request));
    context.on('request', (request) => {
      const { origin, protocol } = new URL(request.url());
      const isOurs = origin === this.address || ['data:', 'blob:'].includes(protocol);
      if (!isOurs) this.complaints.push(`asked another origin: ${request.url()}`);
    });
    this.page.on('pageerror', (error) => this.complaints.push(`threw: ${error.message}`));
    this.page.on('console', (message) => {
      if (!['error', 'warning'].includes(message.type())) return;
      const status = refusals.exec(message.text())?.[1];
      // A log that was only just begun proves nothing yet, and says so.
      if (status === '503' && message.location().url.endsWith('/proof')) return;
      if (status && this.expectedStatuses.includes(Number(status))) return;
      this.complaints.push(`console: ${message.text()}`);
    });
  }

  go(path: string): Promise<unknown> {
    return this.page.goto(this.address + path);
  }

  /** Logs in on whatever page asks for it, with the keyboard alone. */
  async logIn(username: string, password: string): Promise<void> {
    await this.page.locator('input[autocomplete=username]').fill(username);
    await this.page.locator('input[autocomplete=current-password]').fill(password);
    await this.page.keyboard.press('Enter');
  }

  /** Types as a barcode scanner does: into whatever has the focus, fast, and Enter. */
  async scan(text: string): Promise<void> {
    await this.page.keyboard.type(text);
    await this.page.keyboard.press('Enter');
  }

  /** Text of the whole page once it shows what is waited for. */
  async textWith(wanted: string | RegExp): Promise<string> {
    await this.page.getByText(wanted).first().waitFor();
    return this.page.locator('body').innerText();
  }

  /**
   * Settles when the page has asked for nothing for half a second, as `networkidle` does; that one
   * would wait for the end of `/changes`, which has none.
   */
  async settle(): Promise<void> {
    const stepMs = 100;
    const quietSteps = 5;
    let quiet = 0;
    for (let step = 0; quiet < quietSteps; step += 1) {
      if (step * stepMs > settleMsMax) throw new Error('the page does not come to rest');
      await this.page.waitForTimeout(stepMs);
      quiet = this.underWay.size === 0 ? quiet + 1 : 0;
    }
  }

  /** How far the page reaches beyond its right edge, in pixels. */
  overflowPx(): Promise<number> {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }

  /** What WCAG 2.2 AA finds wrong, one line for each element, once nothing fades in any more. */
  async barriers(): Promise<string[]> {
    await this.page.waitForFunction(() =>
      document.getAnimations().every(({ playState, effect }) => {
        // The mark of loading turns for ever.
        const isEndless = effect?.getComputedTiming().endTime === Number.POSITIVE_INFINITY;
        return isEndless || playState !== 'running';
      }),
    );
    await this.page.evaluate(axe);
    return this.page.evaluate(async () => {
      const { axe: checker } = window as unknown as {
        axe: { run: (options: object) => Promise<{ violations: Violation[] }> };
      };
      interface Violation {
        id: string;
        nodes: { target: string[]; failureSummary?: string }[];
      }
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
      const { violations } = await checker.run({ runOnly: { type: 'tag', values: tags } });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary}`),
      );
    });
  }

  /** Kept for people to look at. */
  async picture(name: string): Promise<void> {
    mkdirSync(pictures, { recursive: true });
    await this.page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
  }

  /** Where this page was when a test failed: in the output, and as a picture. */
  async testify(test: string): Promise<void> {
    const text = await this.page.locator('body').innerText();
    const focus = await this.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 300));
    console.error(
      `${test}\nat ${this.page.url()}, with the focus on ${focus}\n${text.slice(0, testimonyCharsMax)}`,
    );
    await this.picture(`failed-${test.replaceAll(/\W+/g, '-').slice(0, 80)}-${Date.now()}`);
  }

  /** Takes back complaints that a spec has provoked itself. */
  forgive(provoked: RegExp): void {
    const others = this.complaints.filter((complaint) => !provoked.test(complaint));
    this.complaints.splice(0, this.complaints.length, ...others);
  }

  async leave(): Promise<string[]> {
    await this.page.context().close();
    return this.complaints;
  }
}
