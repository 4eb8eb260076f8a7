import InboxOutlined from '@ant-design/icons/es/icons/InboxOutlined';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format';

interface Properties {
  readonly id?: string;
  readonly value?: File;
  readonly onChange?: (file: File | undefined) => void;
  readonly disabled?: boolean;
}

const kilobyteBytes = 1_024;

/** A file, dropped or chosen; the field itself is the browser's, for keyboards and readers. */
export function FileDrop({ id, value, onChange, disabled }: Properties) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const [file] = event.dataTransfer.files;
    if (file && !disabled) onChange?.(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is one way; the field is another.
    <div
      className={`file-drop ${isOver ? 'is-over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <InboxOutlined className="file-drop-mark" aria-hidden />
      <span>
        {value
          ? t('posts.file.chosen', {
              name: value.name,
              size: number(Math.ceil(value.size / kilobyteBytes)),
            })
          : t('posts.file.drop')}
      </span>
      <input
        id={id}
        type="file"
        accept=".xlsx,.csv"
        disabled={disabled}
        // The same file can be chosen again after it was mended.
        onClick={({ currentTarget }) => {
          currentTarget.value = '';
        }}
        onChange={({ target }) => onChange?.(target.files?.[0])}
      />
    </div>
  );
}
