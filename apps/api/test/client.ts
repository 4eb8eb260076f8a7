/** One user of the API, as specs speak to it. */
import supertest, { type Response } from 'supertest';

export type Headers = Readonly<Record<string, string>>;

export class Client {
  constructor(
    readonly port: number,
    readonly token?: string,
  ) {}

  static async login(port: number, username: string, password: string): Promise<Client> {
    const answer = await new Client(port).post('auth/login', { username, password });
    if (answer.status !== 200)
      throw new Error(`login of ${username}: ${JSON.stringify(answer.body)}`);
    return new Client(port, answer.body.accessToken);
  }

  /** The same user at another process of the API. */
  at(port: number): Client {
    return new Client(port, this.token);
  }

  get(path: string, headers: Headers = {}): Promise<Response> {
    return this.send('get', path, undefined, headers);
  }

  post(path: string, body: object | string = {}, headers: Headers = {}): Promise<Response> {
    return this.send('post', path, body, headers);
  }

  put(path: string, body: object, headers: Headers = {}): Promise<Response> {
    return this.send('put', path, body, headers);
  }

  patch(path: string, body: object): Promise<Response> {
    return this.send('patch', path, body, {});
  }

  delete(path: string): Promise<Response> {
    return this.send('delete', path, undefined, {});
  }

  /** As `post`, for set-up: anything but 201 or 202 is an error of the spec. */
  async must(path: string, body: object = {}): Promise<Response> {
    const answer = await this.post(path, body);
    if (answer.status !== 201 && answer.status !== 202) {
      throw new Error(`POST ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    }
    return answer;
  }

  /** Asks once the views have reached what was answered. */
  after(answer: Response, path: string): Promise<Response> {
    return this.get(path, { 'Liushui-Wait-For': answer.headers['liushui-position'] });
  }

  private async send(
    method: 'get' | 'post' | 'put' | 'patch' | 'delete',
    path: string,
    body: object | string | undefined,
    headers: Headers,
  ): Promise<Response> {
    const http = supertest(`http://127.0.0.1:${this.port}`);
    const request = http[method](path.startsWith('/') ? path : `/api/v1/${path}`).set(headers);
    if (this.token !== undefined) request.set('Authorization', `Bearer ${this.token}`);
    return body === undefined ? request : request.send(body);
  }
}
