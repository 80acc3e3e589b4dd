using Caneth.Sessions;

namespace Caneth.Tests.Sessions;

/// <summary>The pauses between attempts.</summary>
public class ReconnectPolicyTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Stable = TimeSpan.FromSeconds(10);

    [Fact]
    public void Pauses_double_up_to_the_cap_and_stay_there() => Gen.Int.Sample(seed =>
    {
        var policy = PolicyOf(seed);
        foreach (var whole in (double[])[0.5, 1, 2, 4, 8, 10, 10, 10, 10])
        {
            Assert.InRange(policy.Next(SessionError.ConnectionLost).TotalSeconds, whole / 2, whole);
        }
    }, iter: 200);

    [Fact]
    public void Only_a_connection_that_lasted_begins_anew()
    {
        var policy = PolicyOf(1);
        Exhaust(policy);
        policy.ConnectionEnded(Stable - TimeSpan.FromMilliseconds(1));
        Assert.InRange(policy.Next(SessionError.ClosedByGateway).TotalSeconds, 5, 10);
        policy.ConnectionEnded(Stable);
        Assert.InRange(policy.Next(SessionError.ClosedByGateway).TotalSeconds, 0.25, 0.5);
        Assert.InRange(policy.Next(SessionError.ConnectionRefused).TotalSeconds, 0.5, 1);
    }

    [Fact]
    public void A_thousand_sessions_that_lose_the_same_gateway_do_not_retry_in_step()
    {
        var policies = Enumerable.Range(0, 1000).Select(PolicyOf).ToArray();
        foreach (var whole in (double[])[0.5, 1, 2, 4])
        {
            var pauses = policies.Select(policy => policy.Next(SessionError.ConnectionLost).TotalSeconds).ToArray();

            // Spread over half of the pause: in no twentieth of it are more than a tenth of all, twice the fair share.
            var crowds = pauses.GroupBy(pause => (int)((pause - whole / 2) / (whole / 40))).Select(crowd => crowd.Count());
            Assert.InRange(crowds.Max(), 1, 100);
            Assert.True(pauses.Distinct().Count() > 990);
        }
    }

    [Fact]
    public void After_a_refusal_at_least_five_seconds_pass()
    {
        var policy = PolicyOf(1);
        for (var round = 0; round < 20; round++)
        {
            policy.ConnectionEnded(TimeSpan.Zero);
            Assert.True(policy.Next(SessionError.ClientLimit) >= TimeSpan.FromSeconds(5));
        }
    }

    [Fact]
    public void However_many_failures_the_pause_stays_a_time()
    {
        var policy = new ReconnectPolicy(TimeSpan.FromTicks(1), TimeSpan.FromDays(1), Stable, new Random(1));
        for (var round = 0; round < 10_000; round++)
        {
            Assert.InRange(policy.Next(SessionError.ConnectTimeout), TimeSpan.Zero, TimeSpan.FromDays(1));
        }
    }

    private static ReconnectPolicy PolicyOf(int seed) => new(First, Longest, Stable, new Random(seed));

    private static void Exhaust(ReconnectPolicy policy)
    {
        for (var round = 0; round < 10; round++)
        {
            policy.Next(SessionError.ConnectionLost);
        }
    }
}
