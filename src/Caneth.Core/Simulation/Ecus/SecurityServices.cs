using Caneth.Diagnostics;

namespace Caneth.Simulation;

/// <summary>
/// Unlocking: a seed of 4 bytes for levels 1 and 3, whose key is the seed in reverse, each byte with A5 by exclusive or. It keeps nobody out: it is
/// there to practise with. Three wrong keys close it for 10 s.
/// </summary>
/// <param name="state">What is kept of the tester.</param>
internal sealed class SecurityServices(EcuState state)
{
    private const int SeedLength = 4;
    private const int MostAttempts = 3;
    private const byte KeyMask = 0xA5;

    private static readonly TimeSpan ClosedTime = TimeSpan.FromSeconds(10);

    // The same in every run, so that a run can be repeated.
    private readonly Random random = new(1);
    private int attempts;
    private TimeSpan closedUntil;

    public Dictionary<UdsService, EcuService> Table() => new()
    {
        [UdsService.SecurityAccess] = new(Unlock, 2) { SubFunctions = [1, 2, 3, 4], Sessions = EcuSessions.NotDefault },
    };

    /// <summary>The key of a seed.</summary>
    public static byte[] KeyOf(ReadOnlySpan<byte> seed)
    {
        var key = seed.ToArray();
        Array.Reverse(key);
        return Array.ConvertAll(key, one => (byte)(one ^ KeyMask));
    }

    private EcuAnswer Unlock(EcuRequest request) =>
        request.Now < closedUntil ? UdsResponseCode.RequiredTimeDelayNotExpired
        : request.SubFunction % 2 == 1 ? GiveSeed(request.SubFunction)
        : TakeKey(request);

    private EcuAnswer GiveSeed(byte level)
    {
        if (state.UnlockedLevel == level)
        {
            // Nothing is left to unlock, which a seed of zeros says.
            state.Seed = null;
            return EcuAnswer.Of(new byte[SeedLength]);
        }

        var seed = new byte[SeedLength];
        for (var place = 0; place < seed.Length; place++)
        {
            seed[place] = (byte)random.Next(1, byte.MaxValue + 1);
        }

        state.Seed = (level, seed);
        return EcuAnswer.Of(seed);
    }

    private EcuAnswer TakeKey(EcuRequest request)
    {
        var level = (byte)(request.SubFunction - 1);
        if (state.Seed is not { } seed || seed.Level != level)
        {
            return UdsResponseCode.RequestSequenceError;
        }

        state.Seed = null;
        if (request.From(2).SequenceEqual(KeyOf(seed.Bytes)))
        {
            (attempts, state.UnlockedLevel) = (0, level);
            return EcuAnswer.Of();
        }

        if (++attempts < MostAttempts)
        {
            return UdsResponseCode.InvalidKey;
        }

        (attempts, closedUntil) = (0, request.Now + ClosedTime);
        return UdsResponseCode.ExceededNumberOfAttempts;
    }
}
