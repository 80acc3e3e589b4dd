using System.Collections.Concurrent;
using System.Reflection;
using Xunit.v3;

namespace Caneth.Testing;

/// <summary>
/// Ends a test that waits for what never comes, and names it. At first its token is cancelled, so that it fails and the others go on;
/// one that does not listen to that ends the run.
/// </summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class TestPatienceAttribute : BeforeAfterTestAttribute
{
    // Far more than the longest test takes on a machine that is busy with others.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<IXunitTest, CancellationTokenSource> running = new();

    /// <inheritdoc/>
    public override void Before(MethodInfo methodUnderTest, IXunitTest test)
    {
        var ended = running[test] = new();
        _ = WatchAsync(test.TestDisplayName, TestContext.Current, ended.Token);
    }

    /// <inheritdoc/>
    public override void After(MethodInfo methodUnderTest, IXunitTest test)
    {
        if (running.TryRemove(test, out var ended))
        {
            ended.Cancel();
        }
    }

    private static async Task WatchAsync(string name, ITestContext context, CancellationToken ended)
    {
        try
        {
            await Task.Delay(Patience, ended);
            await Console.Error.WriteLineAsync($"{name} has not ended after {Patience.TotalMinutes} minutes and is cancelled.");
            context.CancelCurrentTest();
            await Task.Delay(Grace, ended);
            Environment.FailFast($"{name} does not end.");
        }
        catch (OperationCanceledException)
        {
            // It ended.
        }
    }
}
