import { SearchBox } from '@fluentui/react-components';
import { useEffect, useState } from 'react';

const typingPause = 200;

/** Tells what is typed once the typing rests. */
export function SearchField({ label, found }: { label: string; found: (text: string) => void }) {
  const [text, setText] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => found(text.trim()), typingPause);
    return () => clearTimeout(timer);
  }, [text, found]);
  return <SearchBox aria-label={label} placeholder={label} value={text} onChange={(_, { value }) => setText(value)} />;
}
