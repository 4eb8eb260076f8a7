import Form from 'antd/es/form';
import Radio from 'antd/es/radio';
import { useTranslation } from 'react-i18next';
import { DayField, TextField } from './fields';

/** One person, as a certificate names them; never kept while it is not posted. */
export function HolderFields({ name }: { readonly name: string[] }) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t('posts.holder.title')}</legend>
      <div className="field-row">
        <TextField name={[...name, 'name']} label={t('posts.lines.columns.name')} lengthMax={100} />
        <Form.Item
          required
          name={[...name, 'documentType']}
          label={t('posts.lines.columns.documentType')}
        >
          <Radio.Group
            options={(['resident-id', 'passport', 'other'] as const).map((value) => ({
              value,
              label: t(`posts.documents.${value}`),
            }))}
          />
        </Form.Item>
        <TextField
          name={[...name, 'documentNumber']}
          label={t('posts.lines.columns.documentNumber')}
          lengthMax={50}
          isSerial
        />
      </div>
      <div className="field-row">
        <TextField name={[...name, 'sex']} label={t('posts.lines.columns.sex')} isOptional />
        <DayField
          name={[...name, 'birthDate']}
          label={t('posts.lines.columns.birthDate')}
          isOptional
        />
        <TextField
          name={[...name, 'education']}
          label={t('posts.lines.columns.education')}
          isOptional
        />
      </div>
    </fieldset>
  );
}
