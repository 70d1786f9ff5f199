using System.Net;
using System.Text;
using CompanionApi.Protocols.Dns;

namespace CompanionApi.Protocols.MailAuth;

/// <summary>Whether a domain lets a client send in its name (RFC 7208).</summary>
public static class Spf
{
    /// <summary>
    /// Checks the domain of MAIL FROM, or that of HELO where MAIL FROM is empty (a bounce). Never throws because of
    /// its input or of DNS; only <paramref name="ct"/> ends it with an exception.
    /// </summary>
    /// <param name="dns">Where policies are read.</param>
    /// <param name="client">The address of the SMTP client; IPv4 inside IPv6 counts as IPv4.</param>
    /// <param name="helo">What the client called itself in HELO or EHLO.</param>
    /// <param name="mailFrom">The address of MAIL FROM without angle brackets; empty for the null sender.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="ct">Ends the check.</param>
    public static async Task<SpfVerdict> CheckAsync(IDns dns, IPAddress client, string helo, string mailFrom,
        SpfOptions? options = null, CancellationToken ct = default)
    {
        options ??= new SpfOptions();
        if (client.IsIPv4MappedToIPv6) client = client.MapToIPv4();
        var at = mailFrom.LastIndexOf('@');
        var localPart = at > 0 ? mailFrom[..at] : "postmaster";
        var given = mailFrom.Length == 0 ? helo : mailFrom[(at + 1)..];
        if (FindCheckable(given) is not { } domain)
            return new SpfVerdict(SpfResult.None, given, Problem: "no domain that could be asked");

        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(ct);
        deadline.CancelAfter(options.Time);
        var lookups = new SpfLookups(dns, client, deadline.Token);
        var values = new SpfMacroValues(client, helo, localPart, domain)
        {
            Receiver = options.Receiver,
            Clock = options.Clock,
            ValidatedNameAsync = lookups.ValidatedNameAsync,
        };
        try
        {
            return (await new Evaluation(lookups, values).CheckHostAsync(domain, wantsExplanation: true)) with
            {
                Domain = domain,
            };
        }
        catch (SpfStop stop)
        {
            return new SpfVerdict(stop.Result, domain, Problem: stop.Message);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new SpfVerdict(SpfResult.TempError, domain, Problem: "the check took too long");
        }
    }

    /// <summary>
    /// Section 4.3: labels in number, none empty or too long, no address literal. Policies are published under A-labels
    /// (section 2.3, RFC 8616 section 4), so that is what macros and lookups see.
    /// </summary>
    private static string? FindCheckable(string domain)
    {
        if (DomainName.ToAscii(domain) is not { } ascii || !ascii.Contains('.') || ascii.AsSpan().ContainsAny('[', ']'))
            return null;
        return Ascii.IsValid(domain) ? domain.TrimEnd('.') : ascii;
    }

    /// <summary>check_host() of section 4, with the budget that all its nested calls share.</summary>
    private sealed class Evaluation(SpfLookups lookups, SpfMacroValues values)
    {
        public async Task<SpfVerdict> CheckHostAsync(string domain, bool wantsExplanation)
        {
            var published = await lookups.AskAsync(domain, DnsType.Txt, countsVoid: false);
            var policies = published.Texts.Where(SpfRecord.IsPolicy).Take(2).ToList();
            if (policies.Count == 0) return new SpfVerdict(SpfResult.None, domain, Problem: $"no policy at {domain}");
            if (policies.Count > 1) throw new SpfStop(SpfResult.PermError, $"more than one policy at {domain}");
            var record = SpfRecord.Parse(policies[0], out var problem)
                ?? throw new SpfStop(SpfResult.PermError, $"the policy of {domain} is broken: {problem}");

            foreach (var mechanism in record.Mechanisms)
            {
                if (!await MatchesAsync(mechanism, domain)) continue;
                var verdict = new SpfVerdict(mechanism.Qualifier, domain, mechanism.Text);
                return mechanism.Qualifier == SpfResult.Fail && wantsExplanation && record.Explanation is not null
                    ? verdict with { Explanation = await ExplainAsync(record.Explanation, domain) }
                    : verdict;
            }
            return record.Redirect is null
                ? new SpfVerdict(SpfResult.Neutral, domain)
                : await RedirectAsync(record.Redirect, domain, wantsExplanation);
        }

        private async Task<SpfVerdict> RedirectAsync(string spec, string domain, bool wantsExplanation)
        {
            lookups.CountTerm();
            var target = await SpfMacros.ExpandDomainAsync(spec, domain, values);
            var verdict = await CheckHostAsync(target, wantsExplanation);
            return verdict.Result == SpfResult.None
                ? throw new SpfStop(SpfResult.PermError, $"redirected to {target}, which has no policy")
                : verdict;
        }

        private async Task<bool> MatchesAsync(SpfMechanism mechanism, string domain)
        {
            switch (mechanism.Kind)
            {
                case SpfMechanismKind.All:
                    return true;
                case SpfMechanismKind.Ip4 or SpfMechanismKind.Ip6:
                    return lookups.IsClientIn(mechanism.Address!, mechanism);
            }
            lookups.CountTerm();
            var target = mechanism.DomainSpec is null
                ? domain
                : await SpfMacros.ExpandDomainAsync(mechanism.DomainSpec, domain, values);
            return mechanism.Kind switch
            {
                SpfMechanismKind.A => await lookups.HasClientAsync(target, mechanism),
                SpfMechanismKind.Mx => await lookups.HasClientAmongMailHostsAsync(target, mechanism),
                SpfMechanismKind.Ptr => await lookups.IsNamedUnderAsync(target),
                SpfMechanismKind.Exists => (await lookups.AskAsync(target, DnsType.A)).Status == DnsStatus.Found,
                _ => await IncludesAsync(target),
            };
        }

        /// <summary>Section 5.2: only a pass of the other policy matches; its errors are errors of ours.</summary>
        private async Task<bool> IncludesAsync(string target) =>
            (await CheckHostAsync(target, wantsExplanation: false)).Result switch
            {
                SpfResult.Pass => true,
                SpfResult.None => throw new SpfStop(SpfResult.PermError, $"includes {target}, which has no policy"),
                _ => false,
            };

        /// <summary>Section 6.2: whatever goes wrong here, there is just no explanation.</summary>
        private async Task<string?> ExplainAsync(string spec, string domain)
        {
            var target = await SpfMacros.ExpandDomainAsync(spec, domain, values);
            var texts = (await lookups.TryAskAsync(target, DnsType.Txt)).Texts.Take(2).ToList();
            if (texts.Count != 1 || !IsPlain(texts[0])) return null;
            if (!SpfMacros.IsMacroString(texts[0], isExplanation: true)) return null;
            // The sender's own words, in the macros, may be anything; what is told further is ASCII.
            var explanation = await SpfMacros.ExpandAsync(texts[0], domain, values, isExplanation: true);
            return IsPlain(explanation) ? explanation : null;
        }

        private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');
    }
}
