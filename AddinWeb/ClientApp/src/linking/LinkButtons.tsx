import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import type { Action } from '../api/actions';
import type { RecordCard } from '../api/types';
import { useWords } from '../words/words';

interface Props {
  record: RecordCard;
  act: (action: Action) => void;
}

export function LinkButton({ record, act }: Props) {
  const words = useWords();
  return (
    <Button
      size="small"
      aria-label={words('linkNamed', { name: record.name })}
      onClick={() => act({ kind: 'link', record })}
    >
      {words('link')}
    </Button>
  );
}

export function UnlinkButton({ record, act }: Props) {
  const words = useWords();
  return (
    <Button
      size="small"
      appearance="subtle"
      icon={<DismissRegular />}
      aria-label={words('unlinkFrom', { name: record.name })}
      title={words('unlink')}
      onClick={() => act({ kind: 'unlink', record })}
    />
  );
}
