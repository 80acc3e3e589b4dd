using System.Net;

namespace Caneth.Tool.Services;

/// <summary>The health of a service at <c>/health</c> and its metrics at <c>/metrics</c>, for whoever can reach the address.</summary>
internal sealed class HealthEndpoint : IAsyncDisposable
{
    private const int MostAtOnce = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpListener listener = new();
    private readonly SemaphoreSlim room = new(MostAtOnce);
    private readonly Func<string, Answer?> answer;
    private readonly Task running;

    private HealthEndpoint(string address, Func<string, Answer?> answer)
    {
        this.answer = answer;
        listener.Prefixes.Add(address);
        listener.Start();
        running = Task.Run(RunAsync);
    }

    /// <summary>Begins to answer.</summary>
    /// <param name="address">The address: <c>http://127.0.0.1:8080/</c>.</param>
    /// <param name="answer">What there is at a path; null for nothing.</param>
    /// <exception cref="CommandFailure">The address cannot be had.</exception>
    public static HealthEndpoint Start(string address, Func<string, Answer?> answer)
    {
        try
        {
            return new(address, answer);
        }
        catch (Exception failure) when (failure is HttpListenerException or System.Net.Sockets.SocketException)
        {
            throw new CommandFailure($"The health cannot be offered at {address}: {failure.Message}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        listener.Close();
        await running.ConfigureAwait(false);
    }

    private async Task RunAsync()
    {
        while (true)
        {
            await room.WaitAsync().ConfigureAwait(false);
            try
            {
                var context = await listener.GetContextAsync().ConfigureAwait(false);
                _ = AnswerAsync(context);
            }
            catch (Exception) when (!listener.IsListening)
            {
                return;
            }
            catch (HttpListenerException)
            {
                // Whoever asked has gone again.
                room.Release();
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            await Task.Yield();
            using var patience = new CancellationTokenSource(Patience);
            var response = context.Response;
            var isRead = context.Request.HttpMethod is "GET" or "HEAD";
            var found = isRead ? answer(context.Request.Url?.AbsolutePath ?? "/") : null;
            response.StatusCode = !isRead ? (int)HttpStatusCode.MethodNotAllowed : (int)(found?.Status ?? HttpStatusCode.NotFound);
            response.ContentType = found?.Type;
            response.ContentLength64 = found?.Body.Length ?? 0;
            if (found is not null && context.Request.HttpMethod == "GET")
            {
                await response.OutputStream.WriteAsync(found.Body, patience.Token).ConfigureAwait(false);
            }

            response.Close();
        }
        catch (Exception)
        {
            // Whoever asked has gone, or takes too long: neither is the affair of the service.
            context.Response.Abort();
        }
        finally
        {
            room.Release();
        }
    }

    /// <summary>What is answered.</summary>
    /// <param name="Status">How it is.</param>
    /// <param name="Type">What kind of text it is.</param>
    /// <param name="Body">The text.</param>
    internal sealed record Answer(HttpStatusCode Status, string Type, byte[] Body);
}
