import type { Translation } from '../en';

export const witness: Translation['witness'] = {
  title: '日志联署',
  intro:
    '本页按本中心账册重算流水码映射，核验全部事件的日志，并用不离开此浏览器的密钥联署其校验点。若运营方出示两份不同的历史，任意两个中心即可发现。网页本身也来自运营方，命令行 “liushui witness” 更为可靠。',
  notHere:
    '此浏览器在此处无法保存密钥：请用新版浏览器通过 HTTPS 打开，或在命令行使用 “liushui witness”。',
  ownKey: '此浏览器的密钥',
  noOwnKey: '尚无，首次联署时生成。',
  registeredKey: '已登记的密钥',
  noRegisteredKey: '无。',
  sameKey: '即此浏览器的密钥。',
  lastSeen: '上次联署',
  nothingSeen: '尚无。',
  seen: '{{size}} 条事件，{{at}}',
  begin: '立即核验并联署',
  reached: {
    'events-of-book': '账册：已读 {{count}} 条事件',
    blocks: '流水码映射：已重算 {{count}} / {{of}} 段',
    leaves: '日志：已读 {{count}} / {{of}} 条事件',
  },
  register: '为本中心登记此浏览器的密钥',
  askSupervisor: '请本中心主管在此页登记此浏览器的密钥。',
  notJudged: {
    unread: '日志未能完整读取。没有发现问题，也未联署，请稍候再试。',
    'seen-damaged':
      '此浏览器保存的日志记录已损坏，无法据以核验，也未联署。请在命令行使用 “liushui witness”。',
    'key-malformed': '这不是日志的公钥，未联署。',
  },
  inOrder: '日志无误，已联署',
  wholeInOrder: '首次核验全部 {{size}} 条事件。',
  goesOn: '现有 {{size}} 条事件，与此前所见 {{seen}} 条相衔接。',
  compared_other: '已与 {{count}} 个联署中心所见核对。',
  map: '已按账册 {{events}} 条事件重算流水码映射 {{held}} 段中的 {{blocks}} 段。',
  mapDrawn: '各段系随机抽取。',
  mapLater_other: '其中 {{count}} 条事件过新，尚未纳入映射。',
  mapNothing: '账册尚未涉及任何流水码，流水码映射无需重算。',
  handedIn: '已提交。',
  inReturn:
    '季度统计可附上本中心所见的日志校验点：各中心联署过的记录，日后谁也无法悄悄改动。不附也可以报送季度统计。',
  carried: '报送季度统计时将附上本中心已联署的日志校验点。',
  notCarried: '暂不附上：此浏览器的密钥不是本中心已登记的密钥。',
  leaveOut: '不附',
  fileWithout: '未被接受的只是联署：请重新核验，或选择不附后再报送。',
  wasCarried: '附有本中心联署的日志校验点',
  notHandedIn: '未提交：此浏览器的密钥不是本中心已登记的密钥。',
  faults: {
    'head-unsigned': '所示校验点不是日志的有效签名',
    'log-key-unknown': '这不是此前所见的日志，或其隐去了更换密钥的声明',
    'log-key-unannounced':
      '日志改用另一密钥签名，而原密钥未作声明。请通过其他途径向运营方索取新公钥',
    'log-key-malformed': '日志的各密钥前后不相承接',
    'log-forked': '日志已分叉：签过两个互相矛盾的校验点',
    'log-rolled-back': '日志被回退：所示事件少于曾经签名的事件',
    'log-tiles-differ': '所提供的散列与签名的根不符',
    'book-incomplete': '所示本中心账册不完整：{{event}} 缺失、被隐去或已非原事件',
    'map-event-missing':
      '流水码映射遗漏了本中心账册的事件 {{event}}（流水码 {{first}}–{{last}}）：相关证明文件将不显示该事件',
    'map-block-differs': '所示流水码 {{first}}–{{last}} 的内容与所记的映射根不符',
    'map-rests-elsewhere': '所示流水码映射所依据的第 {{index}} 条不在已签名的日志中',
  },
  tellOthers: '未联署。请保存证据并告知其他中心。',
  keepEvidence: '保存证据',
  newKey: '日志的新公钥',
  accept: '确认此密钥',
};
