/**
 * One event of every type, with every optional field, as typed values. What their stored bytes are
 * is in `stored-events.json`, for ever: a spec compares the two.
 */
import type { EventMetadata, LiushuiEvent } from '#domain';

const lots = [
  { level: 5, edition: '2013-普通', ranges: [{ from: 'A000000001', to: 'A000005000' }] },
] as const;
const minutes = {
  on: '2013-06-03',
  place: '贵阳市中心',
  method: 'shredded',
  witnesses: ['李四', '王五'],
} as const;
const roster = { reference: '黔鉴2013-017', signedOn: '2013-05-20', passed: 3 } as const;
const occupation = { code: '4-07-10-01', name: '保安员' } as const;

const quantities = { 5: 100, 4: 40, 3: 20, 2: 2, 1: 0 } as const;

export const sampleMetadata: EventMetadata = {
  schema: 1,
  actor: { user: '6f1f1f5e-9a0a-4c55-8d1b-2f8f3f3c7f10', role: 'clerk', centre: '52010000' },
  approvedBy: {
    user: '0b2b7a57-0b53-4f0e-9a7d-3f1c8d3c9e11',
    role: 'supervisor',
    centre: '52000000',
  },
  occurredOn: '2013-06-03',
  decidedAt: '2013-06-03T02:03:04.567Z',
  judgedAgainst: [{ stream: 'centres', revision: '12' }],
  request: { key: 'a'.repeat(43), mac: 'b'.repeat(43), macKey: 'k1' },
  warnings: [
    {
      rule: 'C8',
      code: 'out-of-serial-order',
      path: '/lines/0/serial',
      line: 1,
      serial: 'A000000002',
      range: { from: 'A000000001', to: 'A000000001' },
      params: { serial: 'A000000001', used: 'A000000002' },
    },
  ],
  correlationId: 'd9b2d63d-a233-4123-847a-7b6a7c1b3f10',
  causationId: '5b1f0d1e-1111-4222-8333-944455566677',
  importedCreated: '2013-06-03T02:03:05.000Z',
};

export const samples: { readonly [T in LiushuiEvent['type']]: Extract<LiushuiEvent, { type: T }> } =
  {
    BlanksRegistered: {
      type: 'BlanksRegistered',
      data: { lots, supplier: '北京印刷厂', deliveryNote: 'DN-2013-1' },
    },
    RegistrationReversed: {
      type: 'RegistrationReversed',
      data: { lots, reason: '等级录入错误' },
    },
    BlanksDispatched: {
      type: 'BlanksDispatched',
      data: {
        consignment: '52000000-7',
        to: '52010000',
        lots,
        handedOverBy: '张三',
        application: '2013Q2',
        opening: true,
      },
    },
    BlanksReceived: {
      type: 'BlanksReceived',
      data: {
        consignment: '52000000-7',
        from: '52000000',
        accepted: lots,
        damaged: [
          { level: 5, edition: '2013-普通', ranges: [{ from: 'A000005001', to: 'A000005001' }] },
        ],
        missing: [],
        unexpected: [{ from: 'B000000001', to: 'B000000002' }],
        countedBy: ['张三', '李四'],
      },
    },
    BlanksRefused: {
      type: 'BlanksRefused',
      data: { consignment: '52000000-7', from: '52000000', reason: '箱封破损' },
    },
    BlanksTakenBack: {
      type: 'BlanksTakenBack',
      data: { consignment: '52000000-7', to: '52010000', lots },
    },
    CertificatesIssued: {
      type: 'CertificatesIssued',
      data: {
        roster,
        level: 5,
        occupation,
        station: '52012001',
        runs: [
          {
            serial: 'A000000001',
            certificateNumber: '1352012001500001',
            count: 3,
            edition: '2013-普通',
          },
        ],
      },
    },
    ReplacementPrinted: {
      type: 'ReplacementPrinted',
      data: {
        certificateNumber: '1352012001500001',
        level: 5,
        reason: 'lost',
        printed: { serial: 'A000000009', edition: '2013-普通' },
        replaced: { serial: 'A000000001', edition: '2013-普通', becomes: 'void' },
        lossNotice: { newspaper: '贵州日报', publishedOn: '2013-06-01' },
        remark: '补发，原流水码 A000000001',
        original: {
          issuedOn: '2009-07-01',
          level: 5,
          occupation,
          station: '52012001',
          serial: 'Z000000001',
        },
      },
    },
    SerialsSpoiled: {
      type: 'SerialsSpoiled',
      data: { lots, cause: 'misprint', note: '墨迹' },
    },
    SerialDestroyed: { type: 'SerialDestroyed', data: { lots, minutes } },
    IssueCorrected: {
      type: 'IssueCorrected',
      data: {
        runs: [
          {
            certificateNumber: '1352010001300001',
            level: 3,
            count: 2,
            recorded: { serial: 'A000000001', edition: '2013-普通', becomes: 'spoiled' },
            actual: { serial: 'A000000011', edition: '2013-普通' },
          },
          {
            certificateNumber: '1352010001300003',
            level: 3,
            count: 1,
            recorded: { serial: 'A000000003', edition: '2013-普通' },
            actual: { serial: 'A000000004', edition: '2013-普通' },
          },
        ],
        reason: '套打错位',
      },
    },
    IssueVoided: {
      type: 'IssueVoided',
      data: {
        certificateNumber: '1352010001300001',
        level: 3,
        sheet: { serial: 'A000000005', edition: '2013-普通', becomes: 'missing' },
        restored: { serial: 'A000000001', edition: '2013-普通' },
        cause: 'other',
        reason: '补发有误',
      },
    },
    SpoilageReversed: {
      type: 'SpoilageReversed',
      data: { lots, reason: '误登废证' },
    },
    SerialsReportedMissing: {
      type: 'SerialsReportedMissing',
      data: {
        stock: lots,
        spoiled: [
          { level: 5, edition: '2013-普通', ranges: [{ from: 'A000005001', to: 'A000005001' }] },
        ],
        circumstances: '库房失窃',
        noticePublished: '贵州日报 2013-06-05',
        policeReport: '筑公报2013-88',
      },
    },
    SerialsRecovered: {
      type: 'SerialsRecovered',
      data: { missing: lots, void: [], into: 'spoiled', circumstances: '公安机关追回' },
    },
    StockCounted: {
      type: 'StockCounted',
      data: {
        levels: [5, 4],
        ranges: [{ from: 'A000000001', to: 'A000004000' }],
        spoiled: [{ from: 'A000005001', to: 'A000005001' }],
        countedAt: '41',
        countedBy: ['张三', '李四'],
        missing: [
          { from: 'A000004001', to: 'A000005000', book: 'stock', level: 5, edition: '2013-普通' },
        ],
        unexpected: [{ from: 'B000000001', to: 'B000000001', book: 'unknown' }],
        movedSince: [{ from: 'A000006000', to: 'A000006001' }],
      },
    },
    VouchersIssued: {
      type: 'VouchersIssued',
      data: {
        roster,
        level: 3,
        occupation,
        station: '52012001',
        runs: [
          { voucherNumber: '520100002013000001', certificateNumber: '1352010001300001', count: 3 },
        ],
        expiresOn: '2014-05-20',
      },
    },
    VoucherSuperseded: {
      type: 'VoucherSuperseded',
      data: {
        runs: [
          {
            voucherNumber: '520100002013000001',
            certificateNumber: '1352010001300001',
            serial: 'A000000001',
            count: 3,
          },
        ],
      },
    },
    VoucherReplaced: {
      type: 'VoucherReplaced',
      data: {
        voucherNumber: '520100002013000001',
        replacementNumber: '520100002013000009',
        certificateNumber: '1352010001300001',
        expiresOn: '2014-05-20',
        lossNotice: { newspaper: '贵州日报', publishedOn: '2013-06-01' },
      },
    },
    VoucherVoided: {
      type: 'VoucherVoided',
      data: {
        voucherNumber: '520100002013000001',
        certificateNumber: '1352010001300001',
        reason: '姓名有误',
      },
    },
    CentreClosed: {
      type: 'CentreClosed',
      data: { reason: '机构撤并' },
    },
    HoldersSealed: { type: 'HoldersSealed', data: Uint8Array.from([0, 1, 127, 128, 255]) },
    ProposalMade: {
      type: 'ProposalMade',
      data: {
        proposal: '52010000-9',
        command: {
          type: 'DestroySerials',
          ranges: [{ from: 'A000000004', to: 'A000000005' }],
          minutes,
        },
        expiresAt: '2013-06-10T02:03:04.567Z',
      },
    },
    ProposalApproved: { type: 'ProposalApproved', data: { proposal: '52010000-9' } },
    ProposalRefused: {
      type: 'ProposalRefused',
      data: { proposal: '52010000-9', reason: '见证人不足' },
    },
    ProposalExpired: { type: 'ProposalExpired', data: { proposal: '52010000-9' } },
    CentreRegistered: {
      type: 'CentreRegistered',
      data: {
        code: '52010000',
        name: '贵阳市中心',
        tier: 'city',
        parent: '52000000',
        areaCode: '520100',
        address: '贵阳市云岩区',
        postcode: '550001',
        liveFrom: '2013-01-01',
      },
    },
    ManagerAppointed: {
      type: 'ManagerAppointed',
      data: {
        centre: '52010000',
        responsible: '张主任',
        responsiblePhone: '0851-1',
        responsibleEmail: 'z@example.org',
        manager: '李四',
        managerPhone: '0851-2',
        managerEmail: 'l@example.org',
      },
    },
    WitnessKeyRegistered: {
      type: 'WitnessKeyRegistered',
      data: {
        centre: '52010000',
        key: 'liushui/0001020304050607/52010000+6496000e+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X',
      },
    },
    PolicySet: {
      type: 'PolicySet',
      data: { name: 'backdateDaysMax', value: 14, from: '2013-07-01', province: '52000000' },
    },
    ReturnFiled: {
      type: 'ReturnFiled',
      data: {
        quarter: '2013Q1',
        rows: [{ occupation, level: 5, assessed: 120, passed: 100 }],
        signedBy: '分管领导甲',
        signedOn: '2013-03-04',
        witness: { checkpoint: 'liushui\n7\nabc=\n', signature: 'c2lnbmVk' },
        late: false,
        destroyed: [
          {
            on: '2012-11-20',
            level: 5,
            edition: '2013-普通',
            cause: 'misprint',
            ranges: [{ from: 'A000005001', to: 'A000005003' }],
            earlier: true,
          },
        ],
        bookRevision: '41',
      },
    },
    FeeShareRecorded: {
      type: 'FeeShareRecorded',
      data: { quarter: '2013Q1', paid: true, amount: 12_000.5, paidOn: '2013-03-20' },
    },
    ApplicationFiled: {
      type: 'ApplicationFiled',
      data: {
        quarter: '2013Q2',
        number: '52010000-2013Q2',
        planned: quantities,
        figures: {
          received: quantities,
          passed: quantities,
          destroyed: quantities,
          replaced: quantities,
          stock: quantities,
        },
        countedAt: [{ centre: '52010000', revision: '41' }],
        contact: { name: '张三', phone: '0851-5812345', mobile: '13800000000' },
        remark: '新增考点',
      },
    },
    ApplicationSigned: {
      type: 'ApplicationSigned',
      data: { quarter: '2013Q2', as: 'section-head' },
    },
    ApplicationReviewed: {
      type: 'ApplicationReviewed',
      data: {
        quarter: '2013Q2',
        decision: 'approved',
        granted: quantities,
        reason: '按合格人数核拨',
        yardstick: quantities,
        returnOnTime: true,
        feeSharePaid: true,
      },
    },
    ZeroApplicationRecorded: { type: 'ZeroApplicationRecorded', data: { quarter: '2013Q2' } },
    MonthlyFileMade: {
      type: 'MonthlyFileMade',
      data: {
        month: '2013-03',
        sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
        layout: 1,
        rowCount: 120,
        forgottenCount: 1,
        countedAt: [{ centre: '52010000', revision: '41' }],
        late: false,
      },
    },
    RoleGranted: {
      type: 'RoleGranted',
      data: {
        user: '6f1f1f5e-9a0a-4c55-8d1b-2f8f3f3c7f10',
        role: 'clerk',
        centre: '52010000',
        backdate: false,
      },
    },
    RoleWithdrawn: {
      type: 'RoleWithdrawn',
      data: {
        user: '6f1f1f5e-9a0a-4c55-8d1b-2f8f3f3c7f10',
        role: 'clerk',
        centre: '52010000',
      },
    },
    ShortageDeclared: { type: 'ShortageDeclared', data: { levels: [5, 4] } },
    ShortageEnded: { type: 'ShortageEnded', data: { levels: [5] } },
    EditionWithdrawn: {
      type: 'EditionWithdrawn',
      data: { edition: '2013-普通', from: '2014-01-01', reason: '新版启用' },
    },
    HolderForgotten: {
      type: 'HolderForgotten',
      data: {
        lines: [
          {
            stream: 'book-52010000',
            revision: '41',
            event: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
            line: 3,
          },
        ],
        reason: '本人申请',
      },
    },
    MapRootRecorded: {
      type: 'MapRootRecorded',
      data: { treeSize: 20852163, root: 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=' },
    },
    CheckpointSigned: {
      type: 'CheckpointSigned',
      data: {
        checkpoint:
          'liushui/0001020304050607\n3\n5FlIqgTDV3QYZfSGt+KDf4HK6iGq5QNI5ZTNQuIE/wk=\n\n' +
          '— liushui/0001020304050607 ' +
          'HPLzJz0OnyQbm8V59SbUmtwZcVaJXSwWAG0A81lmQsilp/1MFnx20RPL4le1qtjXZC3hFPTcNAov7UkqJAT8oFRFfws=\n',
        key: 'liushui/0001020304050607+1cf2f327+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4',
      },
    },
    CheckpointWitnessed: {
      type: 'CheckpointWitnessed',
      data: {
        centre: '52010000',
        key: 'liushui/0001020304050607/52010000+6496000e+BCmsuuFBvMrwsi4alNNNC8c2HlJtC/4SyJeUvJMilm3X',
        checkpoint:
          'liushui/0001020304050607\n3\n5FlIqgTDV3QYZfSGt+KDf4HK6iGq5QNI5ZTNQuIE/wk=\n\n' +
          '— liushui/0001020304050607 ' +
          'HPLzJz0OnyQbm8V59SbUmtwZcVaJXSwWAG0A81lmQsilp/1MFnx20RPL4le1qtjXZC3hFPTcNAov7UkqJAT8oFRFfws=\n',
        signature:
          '— liushui/0001020304050607/52010000 ' +
          'ZJYADgAAAABkGFDL8+UtudT7YEJPdUz42W6L6ZuGztUNeccH8DrWl2h3XeM1pn6Hz5bVPf4AijcoSYFPyO45idHJKHdqBL4WKISnAw==',
      },
    },
    LogKeyReplaced: {
      type: 'LogKeyReplaced',
      data: {
        announcement:
          'liushui/0001020304050607\n3\n5FlIqgTDV3QYZfSGt+KDf4HK6iGq5QNI5ZTNQuIE/wk=\n' +
          'previous liushui/0001020304050607+1cf2f327+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4\n' +
          'key liushui/0001020304050607+097046cc+ASVDuS/xCVURR2rcg2nbbdyTNmWhGXjdoUBO4QZsqVWd\n\n' +
          '— liushui/0001020304050607 ' +
          'CXBGzBHD8v9MfVJAVuc7priHPD/tPih+gqSFGzXH011vFe4u/FX+VgNvtQNQbc2YJnwpYC6fs4Aa9JjYZu9tJOEPfQA=\n',
        previous: 'liushui/0001020304050607+1cf2f327+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4',
        key: 'liushui/0001020304050607+097046cc+ASVDuS/xCVURR2rcg2nbbdyTNmWhGXjdoUBO4QZsqVWd',
        reason: '密钥文件遗失',
      },
    },
    AuditReported: {
      type: 'AuditReported',
      data: {
        check: 'reconcile',
        program: 'liushui 1.0.0',
        begunAt: '2013-06-03T01:00:00.000Z',
        endedAt: '2013-06-03T01:00:07.250Z',
        verdict: 'findings',
        reason: '视图落后于日志',
        views: {
          treeSize: 20852163,
          position: '48213',
          eventCount: 20411870,
          laterEventCount: 3,
          rows: [{ view: 'stock', count: 412 }],
          registered: 68_000,
          conservationHolds: true,
        },
        findingCount: 2,
        errorCount: 1,
        findings: [
          {
            severity: 'error',
            check: 'row-differs',
            events: [
              { stream: 'book-52010000', revision: '41', type: 'SerialsSpoiled', position: '900' },
            ],
            params: {
              view: 'stock',
              row: '52010000 5',
              column: 'stock',
              expected: '3',
              found: '4',
            },
          },
        ],
      },
    },
  };
