import { Injectable } from '@nestjs/common';

/** Where anyone reaches this installation: what is printed on papers leads there. */
@Injectable()
export class PublicAddress {
  constructor(private readonly base: string) {}

  /** The page that checks a voucher or certificate. */
  ofCheck(number: string): string {
    return `${this.base}/verify?number=${encodeURIComponent(number)}`;
  }
}
