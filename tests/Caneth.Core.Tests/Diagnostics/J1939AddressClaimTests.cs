using Caneth.Diagnostics;

namespace Caneth.Tests.Diagnostics;

/// <summary>Addresses are claimed, defended and yielded as SAE J1939-81 has it.</summary>
public class J1939AddressClaimTests
{
    private const byte Wanted = 0x80;
    private const string OwnClaim = "18EEFF80#EF00000000000000";
    private const string CannotClaim = "18EEFFFE#EF00000000000000";

    private static readonly J1939Name Own = new(0xEF);
    private static readonly J1939Name Lower = new(0xEE);
    private static readonly J1939Name Higher = new(0xF0);
    private static readonly TimeSpan Quarter = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(60);

    [Fact]
    public void An_address_is_ones_own_where_nobody_objects_for_250_ms()
    {
        var claim = new J1939AddressClaim(Own, Wanted, () => Pause);
        Assert.Equal(J1939ClaimState.Idle, claim.State);
        Assert.Equal(OwnClaim, Text(claim.Begin(default)));
        Assert.Equal((J1939ClaimState.Claiming, Wanted, Quarter), (claim.State, claim.Address!.Value, claim.Deadline!.Value));
        Assert.Null(claim.OnTime(Quarter - TimeSpan.FromTicks(1)));
        Assert.Equal(J1939ClaimState.Claiming, claim.State);
        Assert.Null(claim.OnTime(Quarter));
        Assert.Equal((J1939ClaimState.Claimed, (TimeSpan?)null), (claim.State, claim.Deadline));
    }

    // AgIsoStack++ 564, 567, 555; j1939_hard.py.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Against_a_higher_NAME_it_is_claimed_again_at_once_and_kept(bool hasSettled)
    {
        var claim = Begun(hasSettled: hasSettled);
        var state = claim.State;
        Assert.Equal(OwnClaim, Text(claim.OnClaim(Wanted, Higher, Quarter)));
        Assert.Equal((state, Wanted), (claim.State, claim.Address!.Value));
    }

    [Fact]
    public void Against_one_that_claims_again_and_again_it_is_defended_every_10_ms_at_most()
    {
        var (claim, gap) = (Begun(), TimeSpan.FromMilliseconds(10));
        Assert.NotNull(claim.OnClaim(Wanted, Higher, Quarter));
        Assert.Null(claim.OnClaim(Wanted, Higher, Quarter + gap / 2));
        Assert.Equal(Quarter + gap, claim.Deadline);
        Assert.Equal(OwnClaim, Text(claim.OnTime(Quarter + gap)));
        Assert.Null(claim.OnClaim(Wanted, Higher, Quarter + 1.5 * gap));
        Assert.Equal(OwnClaim, Text(claim.OnClaim(Wanted, Higher, Quarter + 3 * gap)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void To_a_lower_NAME_it_is_yielded_and_the_node_says_so_after_a_random_time_and_falls_silent(bool hasSettled)
    {
        var claim = Begun(hasSettled: hasSettled);
        Assert.Null(claim.OnClaim(Wanted, Lower, Quarter));
        Assert.Equal((J1939ClaimState.Lost, (byte?)null, (Wanted, Lower)), (claim.State, claim.Address, claim.Winner!.Value));
        Assert.Equal(Quarter + Pause, claim.Deadline);
        Assert.Equal(CannotClaim, Text(claim.OnTime(Quarter + Pause)));
        Assert.Null(claim.Deadline);
        Assert.Null(claim.OnClaim(Wanted, Higher, Quarter));
    }

    [Fact]
    public void Who_may_takes_the_next_free_address_instead_and_another_one_where_that_is_taken_too()
    {
        var name = new J1939Name(1UL << 63 | 5);
        var claim = Begun(name);
        claim.OnClaim(0x81, Higher, Quarter);
        Assert.StartsWith("18EEFF82#", Text(claim.OnClaim(Wanted, Lower, Quarter)));
        Assert.Equal((J1939ClaimState.Claiming, 0x82), (claim.State, claim.Address!.Value));
        Assert.StartsWith("18EEFF83#", Text(claim.OnClaim(0x82, new(7), Quarter)));
        claim.OnTime(2 * Quarter);
        Assert.Equal((J1939ClaimState.Claimed, 0x83), (claim.State, claim.Address!.Value));
    }

    [Fact]
    public void Who_moved_away_leaves_its_address_free()
    {
        var claim = Begun(new J1939Name(1UL << 63 | 5));
        claim.OnClaim(0x81, Higher, Quarter);
        claim.OnClaim(0x90, Higher, Quarter);
        Assert.StartsWith("18EEFF81#", Text(claim.OnClaim(Wanted, Lower, Quarter)));
    }

    [Fact]
    public void Where_all_addresses_are_taken_it_cannot_claim_one()
    {
        var claim = Begun(new J1939Name(1UL << 63 | 1000));
        for (var address = 128; address <= 247; address++)
        {
            claim.OnClaim((byte)address, new((ulong)address), Quarter);
        }

        Assert.Equal((J1939ClaimState.Lost, (byte?)null), (claim.State, claim.Address));
    }

    // canboatjs 453.
    [Fact]
    public void To_the_same_NAME_it_is_yielded_after_a_random_time_and_kept_where_the_other_one_makes_way_first()
    {
        foreach (var makesWay in new[] { false, true })
        {
            var claim = Begun();
            Assert.Null(claim.OnClaim(Wanted, Own, Quarter));
            Assert.Equal((J1939ClaimState.Claimed, 1), (claim.State, claim.Doubles));
            if (makesWay)
            {
                claim.OnClaim(J1939AddressClaim.NullAddress, Own, Quarter);
            }

            claim.OnTime(Quarter + Pause);
            Assert.Equal(makesWay ? J1939ClaimState.Claimed : J1939ClaimState.Lost, claim.State);
        }
    }

    [Fact]
    public void A_request_for_the_address_is_answered_with_it_or_after_a_random_time_with_that_there_is_none()
    {
        var claim = new J1939AddressClaim(Own, Wanted, () => Pause);
        Assert.Null(claim.OnRequest(default));
        claim = Begun(hasSettled: false);
        Assert.Equal(OwnClaim, Text(claim.OnRequest(default)));
        claim.OnClaim(Wanted, Lower, Quarter);
        claim.OnTime(Quarter + Pause);
        Assert.Null(claim.OnRequest(2 * Quarter));
        Assert.Equal(CannotClaim, Text(claim.OnTime(2 * Quarter + Pause)));
    }

    [Fact]
    public void What_others_claim_for_themselves_is_theirs()
    {
        var claim = Begun();
        Assert.Null(claim.OnClaim(0x81, Lower, Quarter));
        Assert.Null(claim.OnClaim(J1939AddressClaim.NullAddress, Lower, Quarter));
        Assert.Equal(Wanted, claim.Address);
    }

    // Whatever is lost or late, two nodes never believe for long that one address is both theirs.
    [Fact]
    public void Of_any_nodes_that_hear_each_other_no_two_have_the_same_address() =>
        Gen.Select(Gen.ULong.Array[2, 6], Gen.Byte[126, 131], Gen.Int[0, 200].Array[40]).Sample((names, wanted, times) =>
        {
            names = [.. names.Distinct()];
            var (draw, now) = (0, TimeSpan.Zero);
            var bus = new PriorityQueue<(int From, CanFrame Frame), (TimeSpan, int)>();
            var nodes = names.Select(name => new J1939AddressClaim(new(name), wanted, Some)).ToArray();
            for (var node = 0; node < nodes.Length; node++)
            {
                Put(node, nodes[node].Begin(now));
            }

            while (Next() is { } next)
            {
                now = next > now ? next : now;
                while (bus.TryPeek(out var one, out var when) && when.Item1 <= now)
                {
                    bus.Dequeue();
                    for (var node = 0; node < nodes.Length; node++)
                    {
                        if (node != one.From)
                        {
                            Put(node, nodes[node].OnClaim((byte)one.Frame.Id, new(BitConverter.ToUInt64(one.Frame.Data.ToArray())), now));
                        }
                    }
                }

                for (var node = 0; node < nodes.Length; node++)
                {
                    Put(node, now >= nodes[node].Deadline ? nodes[node].OnTime(now) : null);
                }
            }

            var addresses = nodes.Where(node => node.Address is not null).Select(node => node.Address).ToList();
            Assert.Equal(addresses.Count, addresses.Distinct().Count());

            // The lowest NAME always has what it wants.
            Assert.Equal(wanted, nodes[Array.IndexOf(names, names.Min())].Address);
            Assert.All(nodes, node => Assert.True(node.State is J1939ClaimState.Claimed or J1939ClaimState.Lost));

            TimeSpan Some() => TimeSpan.FromMilliseconds(times[draw++ % times.Length]);
            TimeSpan? Next() => nodes.Select(node => node.Deadline).Append(bus.TryPeek(out _, out var first) ? first.Item1 : null).Min();
            void Put(int from, CanFrame? frame)
            {
                if (frame is { } one)
                {
                    // A bus keeps the order.
                    bus.Enqueue((from, one), (now + TimeSpan.FromMilliseconds(5), draw++));
                }
            }
        }, iter: 300);

    private static J1939AddressClaim Begun(J1939Name? name = null, bool hasSettled = true)
    {
        var claim = new J1939AddressClaim(name ?? Own, Wanted, () => Pause);
        claim.Begin(default);
        if (hasSettled)
        {
            claim.OnTime(Quarter);
        }

        return claim;
    }

    private static string? Text(CanFrame? frame) => frame?.ToShortString();
}
