import Checkbox from 'antd/es/checkbox';
import Form from 'antd/es/form';
import { useTranslation } from 'react-i18next';
import { levels } from '../stock/stock-tree';

/** Some of the levels; a group of boxes is named by its legend and is never “required” itself. */
export function LevelsField({ label }: { readonly label: string }) {
  const { t } = useTranslation();
  const some = async (_: unknown, chosen: readonly number[] | undefined) => {
    if (!chosen || chosen.length === 0) throw new Error(t('posts.missing'));
  };
  return (
    <fieldset>
      <legend>{label}</legend>
      <Form.Item name="levels" rules={[{ validator: some }]}>
        <Checkbox.Group
          options={levels.map((value) => ({
            value,
            label: `${t(`levels.L${value}`)} ${t(`levelNames.L${value}`)}`,
          }))}
        />
      </Form.Item>
    </fieldset>
  );
}
