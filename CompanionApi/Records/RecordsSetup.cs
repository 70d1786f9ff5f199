namespace CompanionApi.Records;

public static class RecordsSetup
{
    public static void AddRecords(this WebApplicationBuilder builder) => builder.Services.AddScoped<ReviewList>();

    public static void MapRecords(this RouteGroupBuilder api)
    {
        api.MapPersons();
        api.MapOrganizations();
        api.MapLeads();
        api.MapDeals();
        api.MapProjects();
        api.MapSuccession();
        api.MapNotes();
        api.MapRecordSearch();
        api.MapReviewList();
        api.MapPersonsOfMail();
    }
}
