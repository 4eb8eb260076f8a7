/**
 * People who do not exist. Names are put together at random; identity numbers have a valid check
 * character and an area code that was never given to a county (its last two digits are 99);
 * telephone numbers begin with a 0, which no subscriber's does.
 */
import { type Holder, residentIdCheckCharacter } from '#domain';
import type { Random } from './random';

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕',
  ...'苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史',
  '欧阳',
];
const maleGiven = [...'伟强磊军勇杰涛明超刚平辉鹏飞波斌宇浩凯健俊峰建国华志文海林山松云龙洪'];
const femaleGiven = [...'芳娜敏静丽艳霞燕玲桂英红梅兰萍雪琴慧莉娟倩颖洁月凤秀珍婷玉香莲云'];
const educations = ['初中', '高中', '中专', '大专', '本科'];

export type Sex = '男' | '女';

export function personName(random: Random, sex: Sex): string {
  const given = sex === '男' ? maleGiven : femaleGiven;
  const first = random.pick(given);
  return random.pick(surnames) + first + (random.oneIn(4) ? '' : random.pick(given));
}

/** A candidate of a city who passed; `areaCode` is the city's. */
export function candidate(random: Random, areaCode: string): Holder {
  const sex = random.oneIn(2) ? '男' : '女';
  const birthDate = birthDay(random);
  const theory = random.between(60, 98);
  const practical = random.between(60, 98);
  return {
    name: personName(random, sex),
    sex,
    birthDate,
    document: { type: 'resident-id', number: identityNumber(random, areaCode, birthDate, sex) },
    education: random.pick(educations),
    scores: { theory, practical, overall: Math.round((theory + practical) / 2) },
  };
}

function birthDay(random: Random): string {
  const year = random.between(1963, 1995);
  const month = String(random.between(1, 12)).padStart(2, '0');
  const day = String(random.between(1, 28)).padStart(2, '0');
  return `${year}-${month}-${day}`;
}

/** The order code of the day is odd for men and even for women (GB 11643). */
function identityNumber(random: Random, areaCode: string, birthDate: string, sex: Sex): string {
  const order = random.below(500) * 2 + (sex === '男' ? 1 : 0);
  const body = `${areaCode.slice(0, 4)}99${birthDate.replaceAll('-', '')}`;
  const digits = body + String(order).padStart(3, '0');
  return digits + residentIdCheckCharacter(digits);
}

export interface Officials {
  readonly responsible: string;
  readonly responsiblePhone: string;
  readonly manager: string;
  readonly managerPhone: string;
  readonly managerEmail: string;
}

export interface Staff {
  readonly clerk: string;
  readonly supervisor: string;
  /** Signs applications as the head of the section. */
  readonly sectionHead: string;
  readonly counters: readonly [string, string];
  readonly witnesses: readonly [string, string];
  readonly courier: string;
  readonly officials: Officials;
}

/** Everyone a centre needs, all of different names. */
export function staffOf(random: Random, { short, index }: { short: string; index: number }): Staff {
  const taken = new Set<string>();
  const someone = (): string => {
    for (;;) {
      const name = personName(random, random.oneIn(2) ? '男' : '女');
      if (taken.has(name)) continue;
      taken.add(name);
      return name;
    }
  };
  const phone = (line: number) => `0851-0000${String(index * 10 + line).padStart(3, '0')}`;
  return {
    clerk: someone(),
    supervisor: someone(),
    sectionHead: someone(),
    counters: [someone(), someone()],
    witnesses: [someone(), someone()],
    courier: someone(),
    officials: {
      responsible: someone(),
      responsiblePhone: phone(1),
      manager: someone(),
      managerPhone: phone(2),
      managerEmail: `zhengshu@${short}.example`,
    },
  };
}
