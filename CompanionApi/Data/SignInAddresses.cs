using CompanionApi.Model;
using Microsoft.EntityFrameworkCore;

namespace CompanionApi.Data;

/// <summary>
/// The sign-in address on the list of sender addresses (S21): active at once where its domain is the company's, else
/// when the mailed link was opened. It is taken from whoever had it before: a reused address starts fresh (S20).
/// </summary>
public static class SignInAddresses
{
    public static async Task MoveAsync(Write write, User user, string email, bool isOfCompany)
    {
        var addresses = write.Db.SenderAddresses;
        addresses.RemoveRange(await addresses
            .Where(a => a.UserId == user.Id && (a.IsSignIn || a.Address == email)).ToListAsync());
        if (isOfCompany)
        {
            addresses.RemoveRange(await addresses.Where(a => a.UserId != user.Id && a.Address == email).ToListAsync());
        }

        if (email.Contains('@'))
        {
            addresses.Add(new SenderAddress
            {
                UserId = user.Id,
                Address = email,
                IsSignIn = true,
                RequestedAt = write.Now,
                ConfirmedAt = isOfCompany ? write.Now : null,
            });
        }
    }
}
