/** Occupations of the national classification in use in 2013, and the levels each is examined in. */
import type { Level, Occupation } from '#domain';

export interface ExaminedOccupation extends Occupation {
  readonly code: string;
  readonly levels: readonly Level[];
}

const occupations: readonly ExaminedOccupation[] = [
  { code: '4-03-01-01', name: '中式烹调师', levels: [5, 4, 3, 2, 1] },
  { code: '4-03-01-02', name: '中式面点师', levels: [5, 4, 3] },
  { code: '4-03-05-01', name: '餐厅服务员', levels: [5, 4] },
  { code: '4-04-01-02', name: '客房服务员', levels: [5, 4] },
  { code: '4-07-04-01', name: '美容师', levels: [5, 4, 3] },
  { code: '4-07-04-02', name: '美发师', levels: [5, 4, 3] },
  { code: '3-01-02-05', name: '计算机操作员', levels: [5, 4, 3] },
  { code: '6-07-06-05', name: '维修电工', levels: [5, 4, 3, 2, 1] },
  { code: '6-04-02-05', name: '焊工', levels: [5, 4, 3, 2] },
  { code: '6-04-01-01', name: '车工', levels: [5, 4, 3, 2, 1] },
  { code: '6-06-01-01', name: '机修钳工', levels: [4, 3, 2, 1] },
  { code: '6-06-01-02', name: '汽车修理工', levels: [5, 4, 3, 2] },
];

export const occupationsOf = (level: Level): readonly ExaminedOccupation[] =>
  occupations.filter(({ levels }) => levels.includes(level));
