import type { Translation } from './en';
import { administration, firstRun } from './zh-CN/administration';
import { audit } from './zh-CN/audit';
import { auditReports } from './zh-CN/audit-reports';
import { desk } from './zh-CN/desk';
import { flow } from './zh-CN/flow';
import { forms } from './zh-CN/forms';
import { journal } from './zh-CN/journal';
import { posts } from './zh-CN/posts';
import { proposals } from './zh-CN/proposals';
import { quarters } from './zh-CN/quarters';
import { reports } from './zh-CN/reports';
import { session } from './zh-CN/session';
import { held, stock } from './zh-CN/stock';
import { trace } from './zh-CN/trace';
import { verify } from './zh-CN/verify';
import { witness } from './zh-CN/witness';

/** 界面的全部中文语句。 */
export const catalogue: Translation = {
  product: '流水',
  tagline: '空白职业资格证书流转台账',
  skipToContent: '跳到正文',
  language: { label: '语言', failed: '另一语言加载失败，请重试。' },

  live: {
    live: '实时',
    away: '未实时更新：连接中断，显示的内容可能不是最新',
  },

  levels: {
    L5: '五级',
    L4: '四级',
    L3: '三级',
    L2: '二级',
    L1: '一级',
    all: '全部等级',
  },
  levelNames: { L5: '初级', L4: '中级', L3: '高级', L2: '技师', L1: '高级技师' },
  accounts: {
    stock: '库存',
    inTransit: '在途',
    issued: '已颁发',
    void: '作废',
    spoiled: '废证',
    missing: '缺失',
    destroyed: '已销毁',
    all: '全部账户',
  },
  status: {
    'in-stock': '在库',
    'in-transit': '在途',
    issued: '已颁发',
    void: '作废',
    spoiled: '废证',
    missing: '缺失',
    destroyed: '已销毁',
  },
  tiers: { ministry: '部中心', province: '省中心', city: '市（州）中心', station: '鉴定所（站）' },
  roles: {
    admin: '管理员',
    clerk: '经办人',
    supervisor: '主管',
    auditor: '审计员',
    viewer: '查看者',
  },
  wholeInstallation: '整个系统',

  login: {
    title: '登录',
    username: '用户名',
    password: '密码',
    submit: '登录',
    usernameMissing: '请输入用户名。',
    passwordMissing: '请输入密码。',
    wrong: '用户名或密码错误，请核对后重试。',
    ended: '会话已结束。请重新登录，登录后回到刚才的页面。',
    firstTimeTitle: '第一次使用？',
    firstTime:
      '首个用户是“admin”，其密码在系统首次启动时显示，并保存在数据目录的 secrets/admin-password 文件中。其他人员的用户名和密码由本中心管理员发放。',
  },

  shell: {
    passedOver: '网址中以下内容无法用于本页，未予采用：{{parts}}',
    passedOverBetween: '、',
    printed: '{{user}} 于北京时间 {{instant}} 打印自 {{address}}',
    navigation: '栏目',
    desk: '工作台',
    proposals: '待批事项',
    stock: '库存',
    flow: '流向',
    trace: '追溯',
    journal: '台账',
    quarters: '季度申领',
    reports: '报表',
    audit: '审计',
    administration: '系统管理',
    account: '我的账户：密码与密钥',
    menu: '菜单',
    groups: { work: '办理', custody: '保管', oversight: '监督' },
    accountOf: '{{name}}：密码与密钥',
    notOffered:
      '“{{section}}”供以下角色使用：{{roles}}。您有权查看的内容仍显示在下方；需要更多权限，请联系管理员。',
    partsOf: '{{section}}各项',
    logout: '退出',
    connecting: '加载中',
    quickTrace: '追溯流水码或证书编码',
    quickTraceHint: '扫描或输入编码',
  },

  errors: {
    outOfReachTitle: '无法连接服务器',
    outOfReach: '未做任何更改，已输入的内容仍在。请检查网络后重试。',
    forbiddenTitle: '您无权查看',
    notFoundTitle: '没有找到',
    tooManyTitle: '尝试次数过多',
    busyTitle: '系统暂时不可用',
    busy: '已记录的数据是安全的，请稍后重试。',
    brokenTitle: '系统内部出错',
    broken: '已记录的数据是安全的。请重试；若再次出错，请将此请求编号告知管理员：',
    refusedTitle: '请求被拒绝',
    pageTitle: '此页面无法显示',
    page: '已记录的数据是安全的，请重新加载页面。',
    reload: '重新加载',
    retry: '重试',
    rule: '规则 {{rule}}',
    requestId: '请求编号 {{id}}',
    unknownPageTitle: '没有这个页面',
    unknownPage: '网址可能有误，或页面已移走。',
    toStock: '前往库存',
  },

  flow,
  forms,
  journal,
  proposals,
  posts,
  desk,
  quarters,
  reports,
  session,
  administration,
  firstRun,
  audit,
  auditReports,
  witness,
  stock,
  held,
  trace,
  verify,
};
