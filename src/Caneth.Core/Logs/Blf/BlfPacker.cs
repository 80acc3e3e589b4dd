using System.Diagnostics.CodeAnalysis;

namespace Caneth.Logs.Blf;

/// <summary>
/// Packs containers on other threads, so that the next is filled while one is packed: packing takes most of the time of writing. They are
/// given out in their order.
/// </summary>
/// <param name="longest">How many bytes of objects a container takes at most.</param>
/// <param name="write">Takes each container.</param>
internal sealed class BlfPacker(int longest, BlfPacker.Receiver write)
{
    private readonly Packing[] ring = [new(), new()];
    private int first;
    private int count;

    /// <summary>Takes a container.</summary>
    /// <param name="container">The container, which is valid until it returns.</param>
    public delegate void Receiver(ReadOnlySpan<byte> container);

    /// <summary>How many bytes of objects were added and not given out.</summary>
    public long LengthAhead { get; private set; }

    /// <summary>Packs objects into a container of their own.</summary>
    /// <param name="objects">The objects.</param>
    public void Add(ReadOnlySpan<byte> objects)
    {
        if (count == ring.Length)
        {
            write(TakeOldest());
        }

        ring[(first + count) % ring.Length].Begin(objects, longest);
        count++;
        LengthAhead += objects.Length;
    }

    /// <summary>Gives out all that was added. What is left where that fails is given up.</summary>
    public void GiveOutAll()
    {
        try
        {
            while (count > 0)
            {
                write(TakeOldest());
            }
        }
        finally
        {
            while (count > 0)
            {
                TakeOldest();
            }
        }
    }

    private ReadOnlySpan<byte> TakeOldest()
    {
        var oldest = ring[first];
        first = (first + 1) % ring.Length;
        count--;
        LengthAhead -= oldest.Length;
        return oldest.End();
    }

    /// <summary>A container that is being packed.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "A stream in the memory has nothing in it to be disposed of.")]
    private sealed class Packing
    {
        private readonly MemoryStream packed = new();
        private byte[] objects = [];
        private Task task = Task.CompletedTask;

        /// <summary>How many bytes of objects it has.</summary>
        public int Length { get; private set; }

        public void Begin(ReadOnlySpan<byte> from, int longest)
        {
            objects = objects.Length == 0 ? GC.AllocateUninitializedArray<byte>(longest) : objects;
            from.CopyTo(objects);
            Length = from.Length;
            task = Task.Run(Pack);
        }

        public ReadOnlySpan<byte> End()
        {
            task.GetAwaiter().GetResult();
            return packed.GetBuffer().AsSpan(0, (int)packed.Length);
        }

        private void Pack() => BlfContainer.Pack(objects.AsSpan(0, Length), packed);
    }
}
