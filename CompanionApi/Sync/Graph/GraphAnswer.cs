using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Serialization;

namespace CompanionApi.Sync.Graph;

/// <summary>Reads the answer of one call of the SDK into a shape of ours.</summary>
/// <param name="shape">The shape.</param>
/// <param name="otherwise">The same, for an answer that is not quite of it; null: there is none.</param>
internal sealed class GraphAnswer<T>(JsonTypeInfo<T> shape, JsonTypeInfo<T>? otherwise) : IResponseHandler
    where T : class
{
    private T? value;

    /// <summary>Makes the call and answers what came.</summary>
    /// <param name="shape">What it is read as.</param>
    /// <param name="otherwise">What it is read as where it is not quite of that shape; null: nothing.</param>
    /// <param name="call">The call; it adds what it is given to its options.</param>
    /// <exception cref="ODataError">The answer was an error.</exception>
    /// <exception cref="JsonException">It was not what the shape says.</exception>
    public static async Task<T> OfAsync(JsonTypeInfo<T> shape, JsonTypeInfo<T>? otherwise, Func<IRequestOption, Task> call)
    {
        var answer = new GraphAnswer<T>(shape, otherwise);
        await call(new ResponseHandlerOption { ResponseHandler = answer });
        return answer.value ?? throw new JsonException("An answer without content.");
    }

    public async Task<TModel?> HandleResponseAsync<TResponse, TModel>(
        TResponse response, Dictionary<string, ParsableFactory<IParsable>>? errorMappings)
    {
        using var answer = (HttpResponseMessage)(object)response!;
        // The SDK has read it to its end already; whatever unpacks it on the way may not have.
        await answer.Content.LoadIntoBufferAsync();
        await using var stream = await answer.Content.ReadAsStreamAsync();
        var length = (int)stream.Length;
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            await stream.ReadExactlyAsync(bytes.AsMemory(0, length));
            if (!answer.IsSuccessStatusCode)
            {
                throw new ODataError
                {
                    ResponseStatusCode = (int)answer.StatusCode,
                    ResponseHeaders = answer.Headers.ToDictionary(h => h.Key, h => h.Value),
                    Error = new MainError { Code = CodeOf(bytes.AsMemory(0, length)) },
                };
            }

            value = Read(bytes.AsSpan(0, length));
            return default;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private T? Read(ReadOnlySpan<byte> answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, shape);
        }
        catch (JsonException) when (otherwise is not null)
        {
            return JsonSerializer.Deserialize(answer, otherwise);
        }
    }

    /// <summary><c>error.code</c> (graph/errors); what stands between us and Graph may answer anything.</summary>
    private static string? CodeOf(ReadOnlyMemory<byte> answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("error", out var error) &&
                error.ValueKind == JsonValueKind.Object && error.TryGetProperty("code", out var code) &&
                code.ValueKind == JsonValueKind.String ? code.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
