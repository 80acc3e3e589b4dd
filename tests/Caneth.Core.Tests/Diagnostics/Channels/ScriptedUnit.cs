using System.Globalization;
using Caneth.Diagnostics;
using Caneth.Diagnostics.Channels;
using Caneth.Sessions;

namespace Caneth.Tests.Diagnostics.Channels;

/// <summary>A control unit that answers each request as the test says: with nothing, or with one message or more.</summary>
internal sealed class ScriptedUnit : IAsyncDisposable
{
    private const string Wait = "wait ";

    private readonly Func<string, string[]> answer;
    private readonly Task serving;
    private readonly List<string> requests = [];

    /// <param name="session">Where it is.</param>
    /// <param name="answer">The answers to a request, all in hex; <c>wait 100</c> for a tenth of a second.</param>
    /// <param name="options">How it carries messages; null for the usual way.</param>
    public ScriptedUnit(CanSession session, Func<string, string[]> answer, IsoTpOptions? options = null)
    {
        this.answer = answer;
        Channel = new(session, ChannelBench.Address.Reverse(), options);
        serving = Task.Run(ServeAsync);
    }

    public IsoTpChannel Channel { get; }

    /// <summary>How often it was asked for something.</summary>
    public int Count(string request)
    {
        lock (requests)
        {
            return requests.Count(one => one == request);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await serving;
    }

    private async Task ServeAsync()
    {
        try
        {
            await foreach (var request in Channel.ReceiveAsync())
            {
                await ServeAsync(request.Data.ToString());
            }
        }
        catch (Exception failure) when (failure is ObjectDisposedException or CanException)
        {
            // The test is over, or the connection.
        }
    }

    private async Task ServeAsync(string request)
    {
        lock (requests)
        {
            requests.Add(request);
        }

        foreach (var one in answer(request))
        {
            if (one.StartsWith(Wait, StringComparison.Ordinal))
            {
                await Task.Delay(int.Parse(one[Wait.Length..], CultureInfo.InvariantCulture));
                continue;
            }

            await Channel.SendAsync(MessageData.Parse(one).ToArray());
        }
    }
}
