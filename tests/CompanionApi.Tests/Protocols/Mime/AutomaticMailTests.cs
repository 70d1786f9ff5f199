namespace CompanionApi.Tests.Protocols.Mime;

public class AutomaticMailTests
{
    [Theory]
    [InlineData("Auto-Submitted: auto-replied (vacation)", "Auto-Submitted: auto-replied")]
    [InlineData("Auto-Submitted: auto-generated; owner=x", "Auto-Submitted: auto-generated")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b",
        "Content-Type: multipart/report")]
    [InlineData("Return-Path: <>", "Return-Path: <>")]
    [InlineData("List-Id: Friends <friends.x.test>", "List-Id")]
    [InlineData("List-Unsubscribe: <mailto:leave@x.test>", "List-Unsubscribe")]
    [InlineData("Precedence: Bulk", "Precedence: bulk")]
    [InlineData("Precedence: list", "Precedence: list")]
    [InlineData("Precedence: junk", "Precedence: junk")]
    public void Mail_of_machines_and_lists_is_told_with_its_reason(string field, string reason)
    {
        var mail = Written.Mail(field + "\n\n--b\n\nx\n--b--\n");
        Assert.True(mail.IsAutomatic);
        Assert.Equal(reason, mail.AutomaticReason);
    }

    [Theory]
    [InlineData("Auto-Submitted: no")]
    [InlineData("Auto-Submitted:")]
    [InlineData("Precedence: first-class")]
    [InlineData("Return-Path: <bob@x.test>")]
    [InlineData("Subject: Auto-Submitted: auto-replied")]
    public void Mail_of_people_is_not(string field)
    {
        Assert.False(Written.Field(field).IsAutomatic);
        Assert.Null(Written.Field(field).AutomaticReason);
    }
}
