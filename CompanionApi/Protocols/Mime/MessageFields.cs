namespace CompanionApi.Protocols.Mime;

/// <summary>The fields of RFC 5322 section 3.6 that a mail is known by.</summary>
internal sealed class MessageFields(HeaderList headers, MailLimits limits, DefectLog log)
{
    public string? MessageId()
    {
        var field = Only("Message-ID");
        if (field is null) log.Add(MailDefectKind.MissingMessageId, "Message-ID");
        var id = MessageIds.Normalize(field?.Text);
        if (field is not null && (id is null || !id.Contains('@')))
            log.Add(MailDefectKind.MalformedMessageId, "Message-ID");
        return id;
    }

    public IReadOnlyList<string> Ids(string name)
    {
        var ids = MessageIds.ParseList(string.Join(' ', headers.All(name).Select(field => field.Text)));
        if (ids.Count <= limits.MaxReferences) return ids;
        log.Add(MailDefectKind.TooManyReferences, name);
        // The first names the conversation, the last ones the mails just answered.
        return [ids[0], .. ids.Skip(ids.Count - limits.MaxReferences + 1)];
    }

    public string Subject()
    {
        var field = Only("Subject");
        field?.ReportTo(log);
        return field?.Decoded ?? "";
    }

    public IReadOnlyList<MailAddress> From()
    {
        if (headers.FromCount == 0) log.Add(MailDefectKind.MissingFrom, "From");
        if (headers.FromCount > 1) log.Add(MailDefectKind.SeveralFromHeaders, "From");
        return Addresses("From");
    }

    /// <summary>A field that stands several times, against section 3.6, is read as one list: none is lost.</summary>
    public IReadOnlyList<MailAddress> Addresses(string name)
    {
        var all = new List<MailAddress>();
        foreach (var field in headers.All(name))
        {
            if (HeaderText.HasBareCarriageReturn(field.RawValue.Span)) log.Add(MailDefectKind.BareCarriageReturn, name);
            all.AddRange(new AddressListReader(field.Text, limits.MaxAddresses - all.Count, log, name).Read());
        }
        return all;
    }

    public DateTimeOffset? Date()
    {
        var field = Only("Date");
        var date = MailDates.Parse(field?.Text);
        if (field is null) log.Add(MailDefectKind.MissingDate, "Date");
        else if (date is null) log.Add(MailDefectKind.MalformedDate, "Date");
        return date;
    }

    // Of several the first that says something.
    private HeaderField? Only(string name)
    {
        HeaderField? first = null;
        foreach (var field in headers.All(name))
        {
            if (first is not null) log.Add(MailDefectKind.DuplicateHeader, name);
            if (first is null || first.Text.Length == 0) first = field;
        }
        return first;
    }
}
