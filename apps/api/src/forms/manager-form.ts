/**
 * 职业资格证书管理员信息表: who manages the certificates of a centre, as annex 4 of Guizhou's notice
 * of 2013 lays it out (Q10, Q11).
 */
import type { CentreOfficials } from '#read-model';
import { dayOrBlank, filled, formPage, html } from './page';
import { type FormCentre, regionOf } from './words';

export interface PrintedManager {
  readonly centre: FormCentre;
  readonly provinceName: string;
  readonly officials: CentreOfficials;
  /** Where the form is sent, when that centre has told. */
  readonly parentEmail?: string;
}

export function managerForm({
  centre,
  provinceName,
  officials,
  parentEmail,
}: PrintedManager): string {
  const title = `${regionOf(provinceName)}职业资格证书管理员信息表`;
  const row = (label: string, name: string, phone: string, email: string | undefined) =>
    html`<tr class="tall"><th scope="row">${label}</th><td>${name}</td><th scope="row">联系电话</th>
<td>${phone}</td><th scope="row">邮　箱</th><td>${email}</td></tr>`;
  const { responsible, responsiblePhone, responsibleEmail } = officials;
  const { manager, managerPhone, managerEmail } = officials;
  return formPage({
    title,
    orientation: 'portrait',
    reference: centre.code,
    body: html`<h1>${title}</h1>
<div class="line"><span>单位名称（印章）：<bdi>${centre.name}</bdi></span>
<span class="day">${dayOrBlank(officials.appointedOn)}</span></div>
<table class="grid"><colgroup><col style="width: 24mm"><col><col style="width: 20mm"><col>
<col style="width: 16mm"><col style="width: 46mm"></colgroup>
<tbody>${row('负责人姓名', responsible, responsiblePhone, responsibleEmail)}
${row('管理员姓名', manager, managerPhone, managerEmail)}</tbody></table>
<div class="notes"><p>注：请将此表打印一份（盖章）发传真至${filled(undefined)}，并将电子版发至${filled(parentEmail)}</p></div>`,
  });
}
