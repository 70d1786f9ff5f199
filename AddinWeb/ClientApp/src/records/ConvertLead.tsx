import { Dropdown, Field, Input, Option, Radio, RadioGroup } from '@fluentui/react-components';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { convertLead, findRecords } from '../api/records';
import type { Lead, VisibleTo } from '../api/types';
import { ErrorBanner } from '../ui/ErrorBanner';
import { readMoney } from '../ui/money';
import { MoneyFields } from '../ui/MoneyFields';
import { errorOf } from '../words/sentences';
import { useWords } from '../words/words';
import { Finder, type Found } from './Finder';
import { sights, sightWords } from './RecordSight';
import { SightPreview } from './SightPreview';
import { useAct } from './useAct';

/** The lead becomes a deal, a new one or one that is there, after being told who sees its mail then (S55, S6). */
export function ConvertLead({ lead, close }: { lead: Lead; close: () => void }) {
  const words = useWords();
  const navigate = useNavigate();
  const { act, isBusy, error } = useAct();
  const [isNew, setNew] = useState(true);
  const [title, setTitle] = useState(lead.title);
  const [money, setMoney] = useState({ value: '', currency: '' });
  const [visibleTo, setVisibleTo] = useState<VisibleTo>(lead.visibleTo);
  const [chosen, setChosen] = useState<Found | null>(null);
  const worth = readMoney(money);
  const isReady = isNew ? title.trim() !== '' && worth !== null : chosen !== null;
  const find = async (q: string, signal: AbortSignal) =>
    (await findRecords(q, ['deal'], signal)).items.map(({ id, name, organization }) => ({
      id,
      name,
      fact: organization?.name,
    }));
  const body = isNew ? { deal: { title: title.trim(), visibleTo, ...worth } } : { dealId: chosen?.id };
  const convert = () =>
    void act(
      [lead.id, body],
      (key) => convertLead(lead.id, body, key),
      (deal) => {
        close();
        if (deal.id) navigate(`/deals/${deal.id}`);
        return { said: words('said_converted', { name: lead.name }), undone: () => navigate(`/leads/${lead.id}`) };
      },
    );
  return (
    <>
      <RadioGroup
        aria-label={words('convertInto')}
        value={isNew ? 'new' : 'old'}
        onChange={(_, { value }) => setNew(value === 'new')}
      >
        <Radio value="new" label={words('newDeal')} />
        <Radio value="old" label={words('dealThatIs')} />
      </RadioGroup>
      {isNew ? (
        <>
          <Field label={words('title')} required>
            <Input value={title} dir="auto" maxLength={200} onChange={(_, data) => setTitle(data.value)} />
          </Field>
          <MoneyFields
            labels={{ value: words('value'), currency: words('currency') }}
            money={money}
            onChange={setMoney}
          />
          <Field label={words('whoSeesRecord')}>
            <Dropdown
              value={words(sightWords[visibleTo])}
              selectedOptions={[visibleTo]}
              inlinePopup
              onOptionSelect={(_, { optionValue }) => optionValue && setVisibleTo(optionValue as VisibleTo)}
            >
              {sights.map((sight) => (
                <Option key={sight} value={sight}>
                  {words(sightWords[sight])}
                </Option>
              ))}
            </Dropdown>
          </Field>
        </>
      ) : (
        <Finder label={words('findDeal')} find={find} chosen={chosen} choose={setChosen} />
      )}
      {isReady && (
        <SightPreview
          request={{ recordId: lead.id, conversion: isNew ? { visibleTo } : { dealId: chosen?.id } }}
          label={words('convertWord')}
          isBusy={isBusy}
          agree={convert}
        />
      )}
      {error && <ErrorBanner text={errorOf(error, words)} />}
    </>
  );
}
