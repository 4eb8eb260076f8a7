import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { LoggerModule } from 'nestjs-pino';
import { AccessGuard } from './access/access.guard';
import { AccessTokens } from './access/access-tokens';
import { AuthController } from './access/auth.controller';
import { FirstAdministrator } from './access/first-administrator';
import { KnownUsers } from './access/known-users';
import { NamedThings } from './access/named-things';
import { Sessions } from './access/sessions';
import { Standing } from './access/standing';
import { UserDesk } from './access/user-desk';
import { UserScope } from './access/user-scope';
import { UsersController } from './access/users.controller';
import { Visibility } from './access/visibility';
import { AnomaliesController } from './anomalies/anomalies.controller';
import { AnomalyReader } from './anomalies/anomaly-reader';
import { AuditController } from './audit/audit.controller';
import { AuditReader } from './audit/audit-reader';
import { CentreDesk } from './centres/centre-desk';
import { CentreReader } from './centres/centre-reader';
import { CentresController } from './centres/centres.controller';
import { PolicyController } from './centres/policy.controller';
import { ChangeDesk } from './changes/change-desk';
import { ChangeFeed } from './changes/change-feed';
import { ChangesController } from './changes/changes.controller';
import { CountReader } from './counts/count-reader';
import { CountsController } from './counts/counts.controller';
import { OverdueReader } from './counts/overdue-reader';
import { BookDesk } from './custody/book-desk';
import { CustodyController } from './custody/custody.controller';
import { EditionReader } from './editions/edition-reader';
import { EditionsController } from './editions/editions.controller';
import { EnginesModule, ledgerModule } from './engines.module';
import { FlowController } from './flow/flow.controller';
import { FlowReader } from './flow/flow-reader';
import { ForgettingController } from './forgetting/forgetting.controller';
import { ForgettingCompletion } from './forgetting/forgetting-completion';
import { ForgettingDesk } from './forgetting/forgetting-desk';
import { HolderFinder } from './forgetting/holder-finder';
import { FormReader } from './forms/form-reader';
import { FormsController } from './forms/forms.controller';
import { HealthController } from './health/health.controller';
import { Metrics } from './health/metrics';
import { Readiness } from './health/readiness';
import { logOptions } from './logging';
import { ProblemFilter } from './problems/problem.filter';
import { ProposalDesk } from './proposals/proposal-desk';
import { ProposalExpiry } from './proposals/proposal-expiry';
import { ProposalReader } from './proposals/proposal-reader';
import { ProposalsController } from './proposals/proposals.controller';
import { QuarterDesk } from './quarters/quarter-desk';
import { QuarterReader } from './quarters/quarter-reader';
import { QuartersController } from './quarters/quarters.controller';
import { ZeroApplications } from './quarters/zero-applications';
import { BookController } from './queries/book.controller';
import { BookReader } from './queries/book-reader';
import { HolderReader } from './queries/holder-reader';
import { MovementReader } from './queries/movement-reader';
import { QueriesController } from './queries/queries.controller';
import { SealedHolders } from './queries/sealed-holders';
import { StockReader } from './queries/stock-reader';
import { ViewPosition } from './queries/view-position';
import { MonthlyController } from './reports/monthly.controller';
import { MonthlyChanges } from './reports/monthly-changes';
import { MonthlyDesk } from './reports/monthly-desk';
import { MonthlyLines } from './reports/monthly-lines';
import { MonthlyReader } from './reports/monthly-reader';
import { StatementReader } from './reports/statement-reader';
import { StatementsController } from './reports/statements.controller';
import { BodyGuard } from './requests/body.guard';
import { CommandContexts } from './requests/command-context';
import { RequestPipe } from './requests/request.pipe';
import { WaitForGuard } from './requests/wait-for.guard';
import type { Settings } from './settings';
import { ShortagesController } from './shortages/shortages.controller';
import { CosignaturesController } from './transparency/cosignatures.controller';
import { EvidenceController } from './transparency/evidence.controller';
import { HeldBookController } from './transparency/held-book.controller';
import { TransparencyController } from './transparency/transparency.controller';
import { WitnessDesk } from './transparency/witness-desk';
import { WitnessList } from './transparency/witness-list';
import { PiecePoster } from './uploads/piece-poster';
import { PosterRights } from './uploads/poster-rights';
import { RosterJudge } from './uploads/roster-judge';
import { UploadDesk } from './uploads/upload-desk';
import { UploadPoster } from './uploads/upload-poster';
import { UploadReader } from './uploads/upload-reader';
import { CentreUploadsController, UploadsController } from './uploads/uploads.controller';
import { Verifier } from './verification/verifier';
import { VerifyController } from './verification/verify.controller';
import { PublicAddress } from './vouchers/public-address';
import { VoucherReader } from './vouchers/voucher-reader';
import { VouchersController } from './vouchers/vouchers.controller';

/** The order of guards matters: rights are judged before the body is read. */
const everyRequest = [
  { provide: APP_FILTER, useClass: ProblemFilter },
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_GUARD, useClass: BodyGuard },
  { provide: APP_GUARD, useClass: WaitForGuard },
  { provide: APP_PIPE, useClass: RequestPipe },
];

@Module({})
// biome-ignore lint/complexity/noStaticOnlyClass: Nest wants a class for every module
export class AppModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: AppModule,
      imports: [
        LoggerModule.forRoot(logOptions(settings)),
        JwtModule.register({}),
        EnginesModule.forRoot(settings),
        ledgerModule(),
      ],
      controllers: [
        CustodyController,
        QueriesController,
        BookController,
        FlowController,
        AnomaliesController,
        AuditController,
        VouchersController,
        ShortagesController,
        ProposalsController,
        CentresController,
        CountsController,
        EditionsController,
        CentreUploadsController,
        UploadsController,
        ChangesController,
        PolicyController,
        QuartersController,
        FormsController,
        MonthlyController,
        StatementsController,
        ForgettingController,
        AuthController,
        UsersController,
        VerifyController,
        TransparencyController,
        EvidenceController,
        CosignaturesController,
        HeldBookController,
        HealthController,
      ],
      providers: [
        ...everyRequest,
        AccessTokens,
        AnomalyReader,
        AuditReader,
        BookDesk,
        BookReader,
        CentreDesk,
        ChangeDesk,
        ChangeFeed,
        CentreReader,
        FlowReader,
        QuarterDesk,
        MonthlyChanges,
        MonthlyDesk,
        MonthlyLines,
        MonthlyReader,
        StatementReader,
        QuarterReader,
        ZeroApplications,
        CommandContexts,
        CountReader,
        EditionReader,
        FirstAdministrator,
        ForgettingCompletion,
        ForgettingDesk,
        FormReader,
        HolderFinder,
        HolderReader,
        KnownUsers,
        Metrics,
        MovementReader,
        NamedThings,
        ProposalDesk,
        ProposalExpiry,
        PiecePoster,
        PosterRights,
        ProposalReader,
        OverdueReader,
        Readiness,
        SealedHolders,
        RosterJudge,
        Sessions,
        Standing,
        StockReader,
        UploadDesk,
        UploadPoster,
        UploadReader,
        UserDesk,
        UserScope,
        Verifier,
        ViewPosition,
        VoucherReader,
        WitnessDesk,
        WitnessList,
        { provide: PublicAddress, useValue: new PublicAddress(settings.publicUrl) },
        Visibility,
      ],
    };
  }
}
