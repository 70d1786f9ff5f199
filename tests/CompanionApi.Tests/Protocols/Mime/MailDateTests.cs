using CompanionApi.Protocols.Mime;

namespace CompanionApi.Tests.Protocols.Mime;

public class MailDateTests
{
    [Theory]
    // RFC 5322 section 3.3 and appendix A.
    [InlineData("Fri, 21 Nov 1997 09:55:06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("21 Nov 1997 09:55 -0600", "1997-11-21T09:55:00-06:00")]
    [InlineData("Thu,\n      13\n        Feb\n          1969\n      23:32\n               -0330 (Newfoundland Time)",
        "1969-02-13T23:32:00-03:30")]
    [InlineData("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", "1997-11-21T09:55:06-06:00")]
    [InlineData("Sat, 31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00+00:00")]
    // Section 4.3: obsolete years and zones.
    [InlineData("21 Nov 97 09:55:06 GMT", "1997-11-21T09:55:06+00:00")]
    [InlineData("1 Jan 49 00:00:00 EST", "2049-01-01T00:00:00-05:00")]
    [InlineData("1 Jan 50 00:00:00 PDT", "1950-01-01T00:00:00-07:00")]
    [InlineData("1 Jan 103 00:00:00 UT", "2003-01-01T00:00:00+00:00")]
    [InlineData("1 Jan 2024 00:00:00 Q", "2024-01-01T00:00:00+00:00")]
    [InlineData("1 Jan 2024 00:00:00 -0000", "2024-01-01T00:00:00+00:00")]
    public void Rfc5322_3_3_reads_dates(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), Read(text));

    [Theory]
    [InlineData("Wed May 17 19:35:05 2000", "2000-05-17T19:35:05+00:00")]
    [InlineData("2024-01-31T10:20:30Z", "2024-01-31T10:20:30+00:00")]
    [InlineData("2024-01-31 10:20:30.123 +0900", "2024-01-31T10:20:30+09:00")]
    [InlineData("2024/1/31 10:20", "2024-01-31T10:20:00+00:00")]
    [InlineData("31-Jan-2024 10:20:30 +0100", "2024-01-31T10:20:30+01:00")]
    [InlineData("Wednesday, January 31, 2024 10:20 PM", "2024-01-31T22:20:00+00:00")]
    [InlineData("31 Jan 2024 12:20:30 AM GMT+0900", "2024-01-31T00:20:30+09:00")]
    [InlineData("31 Jan 2024 10:20:30 +09:00 (JST)", "2024-01-31T10:20:30+09:00")]
    [InlineData("Wed, 31 Jan 2024 10.20.30 +0000", "2024-01-31T10:20:30+00:00")]
    [InlineData("Wed,31 Jan 2024 10:20:30+0000", "2024-01-31T10:20:30+00:00")]
    [InlineData("31 Jan 2024", "2024-01-31T00:00:00+00:00")]
    [InlineData("31 January 2024 24:00:00 +0000", "2024-02-01T00:00:00+00:00")]
    [InlineData("31 Jan 2024 10:20:30 0900", "2024-01-31T10:20:30+09:00")]
    [InlineData("31 Jan 2024 10:20:30 +9900", "2024-01-31T10:20:30+00:00")]
    [InlineData("31 Jan 2024 10:20:30 +1700", "2024-01-30T17:20:30+00:00")]
    [InlineData("12/31/2023 10:00", "2023-12-31T10:00:00+00:00")]
    public void Reads_dates_of_the_wild(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected), Read(text));

    [Theory]
    [InlineData("")]
    [InlineData("yesterday")]
    [InlineData("31 Feb 2024 10:00:00 +0000")]
    [InlineData("0 Jan 2024 10:00:00 +0000")]
    [InlineData("1 Jan 99999 10:00:00 +0000")]
    [InlineData("1 Jan 0000 10:00:00 +0000")]
    [InlineData("1 Jan 0001 00:00:00 +0900")]
    public void A_date_that_names_no_day_is_none(string text) => Assert.Null(Read(text));

    [Fact]
    public void A_missing_and_a_broken_date_are_told_apart()
    {
        Assert.True(Written.Field("Subject: x").Has(MailDefectKind.MissingDate));
        Assert.True(Written.Field("Date: soon").Has(MailDefectKind.MalformedDate));
    }

    private static DateTimeOffset? Read(string text) => Written.Field("Date: " + text).Date;
}
