namespace Demo.Microsoft365;

/// <summary>Who may open a mailbox beside its owner; safe to use from many threads.</summary>
internal sealed class Delegates(MailboxStore store)
{
    private volatile HashSet<string> addresses = [.. store.LoadDelegates()];

    public IReadOnlyCollection<string> All => addresses;

    public bool Include(string address) => addresses.Contains(MailAddresses.Normalise(address));

    public void Set(IEnumerable<string> people)
    {
        addresses = [.. people.Select(MailAddresses.Normalise)];
        store.SaveDelegates(addresses);
    }
}
