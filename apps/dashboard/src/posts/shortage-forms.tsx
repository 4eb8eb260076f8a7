/** While a level runs short, vouchers may be given instead of certificates (V1). */
import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import { useApi } from '../api/client';
import { type Level, levels } from '../stock/stock-tree';
import { OccurredOnField } from './fields';
import { PostForm } from './post-form';
import { today, useBookCentre } from './use-book';

interface Values {
  readonly occurredOn: string;
  readonly levels: Level[];
}

function LevelsField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name="levels"
      label={t('posts.fields.levels')}
      rules={[{ required: true, type: 'array', min: 1, message: t('posts.missing') }]}
    >
      <Checkbox.Group
        options={levels.map((value) => ({
          value,
          label: `${t(`levels.L${value}`)} ${t(`levelNames.L${value}`)}`,
        }))}
      />
    </Form.Item>
  );
}

const initial = (): Values => ({ occurredOn: today(), levels: [] });

export function ShortageForm() {
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="shortage"
      initial={initial()}
      toBody={(values) => values}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/shortages', { params: { path: { code }, ...how }, body })
      }
    >
      <LevelsField />
      <OccurredOnField />
    </PostForm>
  );
}

export function ShortageEndForm() {
  const api = useApi();
  const code = useBookCentre();
  return (
    <PostForm
      kind="shortage-end"
      initial={initial()}
      toBody={(values) => values}
      send={(body, how) =>
        api.POST('/api/v1/centres/{code}/shortages/end', {
          params: { path: { code }, ...how },
          body,
        })
      }
    >
      <LevelsField />
      <OccurredOnField />
    </PostForm>
  );
}
