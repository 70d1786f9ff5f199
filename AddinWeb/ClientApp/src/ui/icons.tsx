import {
  BriefcaseRegular,
  BuildingRegular,
  ClipboardTaskListLtrRegular,
  HandshakeRegular,
  PersonRegular,
} from '@fluentui/react-icons';

const icons = {
  person: PersonRegular,
  organization: BuildingRegular,
  lead: BriefcaseRegular,
  deal: HandshakeRegular,
  project: ClipboardTaskListLtrRegular,
};

export function KindIcon({ kind }: { kind: keyof typeof icons }) {
  const Icon = icons[kind];
  return <Icon fontSize={20} aria-hidden />;
}
