import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { newKey, type ApiError } from '../api/client';
import { changeReview, getReviewList, type ReviewAct } from '../api/review';
import type { ReviewItem, Reviewed } from '../api/types';
import { AskedState } from '../records/AskedState';
import { useLive } from '../records/live';
import { useSay } from '../records/said';
import { usePages } from '../records/usePages';
import { useTitle } from '../records/useTitle';
import { PageTitle } from '../ui/PageTitle';
import { errorOf } from '../words/sentences';
import { hasWord, useWords } from '../words/words';
import { DoubtfulMail } from './DoubtfulMail';
import { ReviewRow } from './ReviewRow';

const useStyles = makeStyles({
  page: { display: 'flex', flexDirection: 'column', rowGap: tokens.spacingVerticalM },
  list: { listStyle: 'none', margin: 0, padding: 0 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, margin: 0 },
  tools: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** What mail made for me and I have not looked at, and the mail that may not be mine (S10, S30). */
export function Review() {
  const styles = useStyles();
  const words = useWords();
  const say = useSay();
  const list = usePages<ReviewItem>('review list', getReviewList);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  useTitle(words('reviewNav'));
  useLive(
    (event) => (event.kind === 'person' || event.kind === 'lead' || event.kind === 'message') && list.again(),
    list.again,
  );

  const rows = list.value?.items ?? [];
  const ids = rows.map((row) => row.record.id).filter((id) => chosen.has(id));
  const act = (recordIds: string[], change: ReviewAct, personId?: string, expose = false) =>
    changeReview(recordIds, change, newKey(), personId, expose).then((done) => {
      setChosen(new Set());
      list.again();
      say(told(done, change), done.change?.undoUntil ? done.change.id : null, list.again);
    });
  const run = (recordIds: string[], change: ReviewAct) =>
    void act(recordIds, change).catch((failure) => {
      list.again();
      say(errorOf(failure as ApiError, words), null);
    });
  const told = ({ changed, skipped }: Reviewed, change: ReviewAct) => {
    const count = changed.length;
    const did = words(
      change === 'keep' ? 'said_keptCount' : change === 'remove' ? 'said_removedCount' : 'said_movedCount',
      { count },
    );
    const code = `inUse_${skipped[0]?.code}`;
    return skipped.length === 0
      ? did
      : words('said_notAll', { did, count: skipped.length, why: hasWord(code) ? words(code) : '' });
  };
  const choose = (id: string, isChosen: boolean) =>
    setChosen((old) => new Set(isChosen ? [...old, id] : [...old].filter((one) => one !== id)));
  const areAll = rows.length > 0 && ids.length === rows.length;
  return (
    <div className={styles.page}>
      <PageTitle>{words('reviewNav')}</PageTitle>
      <DoubtfulMail />
      <p className={styles.quiet}>{words('reviewMeans')}</p>
      <AskedState asked={list} />
      {rows.length > 0 && (
        <div className={styles.tools}>
          <Button onClick={() => setChosen(new Set(areAll ? [] : rows.map((row) => row.record.id)))}>
            {words(areAll ? 'chooseNone' : 'chooseAll')}
          </Button>
          <Button disabledFocusable={ids.length === 0} onClick={() => run(ids, 'keep')}>
            {ids.length > 0 ? words('keepCount', { count: ids.length }) : words('keep')}
          </Button>
          <Button disabledFocusable={ids.length === 0} onClick={() => run(ids, 'remove')}>
            {ids.length > 0 ? words('removeCount', { count: ids.length }) : words('remove')}
          </Button>
        </div>
      )}
      {list.value && rows.length === 0 && <p>{words('nothingToReview')}</p>}
      <ul className={styles.list}>
        {rows.map((row) => (
          <ReviewRow
            key={row.record.id}
            row={row}
            isChosen={chosen.has(row.record.id)}
            choose={(isChosen) => choose(row.record.id, isChosen)}
            run={(change) => run([row.record.id], change)}
            move={(personId, expose) => act([row.record.id], 'move_address', personId, expose)}
          />
        ))}
      </ul>
      {list.value?.hasMore && (
        <div>
          <Button onClick={list.more}>{words('showMore')}</Button>
        </div>
      )}
    </div>
  );
}
