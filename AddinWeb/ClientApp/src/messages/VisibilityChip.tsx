import { LockClosedRegular, PeopleRegular, PersonRegular } from '@fluentui/react-icons';
import type { Action } from '../api/actions';
import type { Audience, OwnMessage } from '../api/types';
import { PopoverButton } from '../ui/PopoverButton';
import { useWords, type Words } from '../words/words';
import { MakePrivate } from './MakePrivate';
import { Share } from './Share';

interface Props {
  message: OwnMessage;
  audience: Audience | null;
  isLinked: boolean;
  me: string | null;
  act: (action: Action) => void;
}

/** Who sees the mail, in one chip; pressed, it says why and changes it. */
export function VisibilityChip({ message, audience, isLinked, me, act }: Props) {
  const words = useWords();
  const isPrivate = message.visibility === 'private';
  const seen = isPrivate ? 0 : (audience?.count ?? 0);
  const icon = isPrivate ? <LockClosedRegular /> : seen > 0 ? <PeopleRegular /> : <PersonRegular />;
  return (
    <PopoverButton
      label={chipWords(isPrivate, isLinked, audience, words)}
      title={words('whoSees')}
      icon={icon}
      size="small"
    >
      {(close) =>
        isPrivate ? (
          <Share message={message} act={act} close={close} />
        ) : (
          <MakePrivate audience={audience} isLinked={isLinked} me={me} act={act} close={close} />
        )
      }
    </PopoverButton>
  );
}

function chipWords(isPrivate: boolean, isLinked: boolean, audience: Audience | null, words: Words): string {
  if (isPrivate) return words('onlyYou');
  if (audience && audience.count > 0) return words('youAndOthers', { count: audience.count });
  return words(isLinked ? 'sharedNobody' : 'sharedNotLinked');
}
