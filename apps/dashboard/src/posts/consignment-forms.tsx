/** A consignment that is not taken: refused by its receiver, taken back by its sender (C5, C6). */
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/client';
import { today } from '../language/format';
import { ConsignmentFacts, OfConsignment, type WithConsignment } from './consignment';
import { OccurredOnField, ReasonField } from './fields';
import { PostForm } from './post-form';
import { useBookCentre } from './use-book';

export function RefuseForm() {
  return (
    <OfConsignment status="in-transit" as="to" path="refuse">
      {(consignment) => <Refuse key={consignment.consignment} consignment={consignment} />}
    </OfConsignment>
  );
}

function Refuse({ consignment }: WithConsignment) {
  const { t } = useTranslation();
  const api = useApi();
  const path = { code: useBookCentre(), consignment: consignment.consignment };
  return (
    <PostForm
      kind="refuse"
      subject={consignment.consignment}
      anotherAt="/posts/refuse"
      initial={{ occurredOn: today(), reason: '' }}
      toBody={({ occurredOn, reason }) => ({ occurredOn, reason: reason.trim() })}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/consignments/{consignment}/refusal', {
          params: { path, ...how },
          body,
        })
      }
    >
      <ConsignmentFacts consignment={consignment} />
      <ReasonField name="reason" label={t('posts.fields.refusalReason')} />
      <OccurredOnField />
    </PostForm>
  );
}

export function TakeBackForm() {
  return (
    <OfConsignment status="refused" as="from" path="take-back">
      {(consignment) => <TakeBack key={consignment.consignment} consignment={consignment} />}
    </OfConsignment>
  );
}

function TakeBack({ consignment }: WithConsignment) {
  const api = useApi();
  const path = { code: useBookCentre(), consignment: consignment.consignment };
  return (
    <PostForm
      kind="take-back"
      subject={consignment.consignment}
      anotherAt="/posts/take-back"
      initial={{ occurredOn: today() }}
      toBody={(values) => values}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/consignments/{consignment}/return-to-stock', {
          params: { path, ...how },
          body,
        })
      }
    >
      <ConsignmentFacts consignment={consignment} />
      <OccurredOnField />
    </PostForm>
  );
}
