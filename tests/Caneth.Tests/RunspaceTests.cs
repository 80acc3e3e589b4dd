namespace Caneth.Tests;

/// <summary>While a cmdlet waits its module is removed, its runspace closed, or another runspace does the same.</summary>
public sealed class RunspaceTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [MemberData(nameof(BlockedDevices.Commands), MemberType = typeof(BlockedDevices))]
    public async Task Removing_the_module_ends_what_waits(string command)
    {
        await using var room = await BlockedDevices.OpenAsync(command);
        room.Shell.Run("$null = Register-CanHandler 0x7FF { Remove-Module Caneth } -Device here");
        var (pipeline, end) = await room.BeginAsync(command);
        using (pipeline)
        {
            using var timeLimit = new CancellationTokenSource(Patience);
            using var now = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            while (!end.IsCompleted && await now.WaitForNextTickAsync(timeLimit.Token))
            {
                room.Here.Send(new CanFrame(0x7FF));
            }
        }

        await room.IsEmptyAsync();
        Assert.Empty(room.Shell.Run<object>("Get-Module Caneth"));
    }

    [Theory]
    [MemberData(nameof(BlockedDevices.Commands), MemberType = typeof(BlockedDevices))]
    public async Task Closing_the_runspace_ends_what_waits(string command)
    {
        await using var room = await BlockedDevices.OpenAsync(command);
        var (pipeline, end) = await room.BeginAsync(command);
        using (pipeline)
        {
            var closing = Task.Run(room.Shell.Dispose, TestContext.Current.CancellationToken);
            await Task.WhenAll(closing, Task.WhenAny(end)).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }

        await room.IsEmptyAsync();
    }

    [Theory]
    [MemberData(nameof(BlockedDevices.Commands), MemberType = typeof(BlockedDevices))]
    public async Task Stopping_in_one_runspace_leaves_the_other_as_it_is(string command)
    {
        await using var room = await BlockedDevices.OpenAsync(command);
        await using var other = await BlockedDevices.OpenAsync(command);
        var (here, _) = await room.BeginAsync(command);
        var (there, end) = await other.BeginAsync(command);
        using (here)
        using (there)
        {
            await here.StopAsync(null, null);
            Assert.False(end.IsCompleted);
            await there.StopAsync(null, null);
        }
    }
}
