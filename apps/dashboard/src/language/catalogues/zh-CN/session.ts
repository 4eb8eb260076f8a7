/** 页面打开期间会话结束或换人时的用语。 */
export const session = {
  againTitle: '会话已结束',
  againWhat: '请输入密码以继续。本页保持原样，已输入的内容仍在；已开始提交的内容将在登录后提交。',
  asUser: '用户名：{{username}}',
  notYou: '您不是{{name}}？请离开本页，本页已输入的内容将被清除。',
  leavePage: '离开本页',
  replacedTitle: '另一人已在此浏览器登录：{{name}}',
  replacedWhat:
    '您在此处已退出登录。本标签页中已输入而未记录的内容已清除，没有任何内容以他人名义提交。',
  goOnAs: '以{{name}}的身份继续',
  leaveTitle: '要离开本页吗？',
  leaveWhat: '您在此输入的内容尚未记录，也没有保存在其他地方。',
  stay: '留在本页',
  leave: '离开并清除',
  unreached: '无法确认您是否仍处于登录状态。已记录的数据是安全的。请检查网络后重试。',
};
