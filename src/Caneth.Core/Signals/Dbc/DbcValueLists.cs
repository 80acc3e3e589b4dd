using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Caneth.Signals.Dbc;

/// <summary>
/// Lists of raw values and their texts. Many a signal has the same list as another one, letter for letter to the end of the line: then
/// it is found here, in place of being read again, and both have one list.
/// </summary>
/// <remarks>A list whose place another one takes is read again, so no file, whatever is in it, costs more than the table.</remarks>
internal sealed class DbcValueLists
{
    private const int ShortestLine = sizeof(ulong);
    private const int FewestSlots = 16;
    private const int MostSlots = 1024;
    private const ulong HashPrime = 0x9E37_79B9_7F4A_7C15;

    private readonly byte[] text;
    private readonly Slot[] slots;
    private KeyValuePair<long, string>[] building = new KeyValuePair<long, string>[16];
    private int count;

    public DbcValueLists(DbcText source)
    {
        text = source.Bytes;
        slots = new Slot[BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(text.Length / 1024, FewestSlots, MostSlots))];
    }

    /// <summary>Takes a list that was read before, where the rest of the line is the same.</summary>
    public bool TryTake(ref DbcScanner scanner, out KeyValuePair<long, string>[] list)
    {
        var line = scanner.RestOfLine;
        list = [];
        if (line.Length < ShortestLine)
        {
            return false;
        }

        ref var slot = ref SlotOf(line);
        if (slot.List is null || slot.LineLength != line.Length || !text.AsSpan(slot.Start, line.Length).SequenceEqual(line))
        {
            return false;
        }

        list = slot.List;
        scanner.Skip(slot.Length);
        return true;
    }

    /// <summary>Adds to the list that is being read.</summary>
    public void Add(long raw, string valueText)
    {
        if (count == building.Length)
        {
            var larger = new KeyValuePair<long, string>[count * 2];
            Array.Copy(building, larger, count);
            building = larger;
        }

        building[count++] = new(raw, valueText);
    }

    /// <summary>The list that was being read; it is kept for the next one that looks the same, where it ends before its line does.</summary>
    /// <param name="line">Its first line.</param>
    /// <param name="start">Where it begins in the file.</param>
    /// <param name="scanner">Behind its end.</param>
    /// <param name="isSound">Whether nothing was wrong with it.</param>
    public KeyValuePair<long, string>[] Finish(ReadOnlySpan<byte> line, int start, in DbcScanner scanner, bool isSound)
    {
        var list = new KeyValuePair<long, string>[count];
        Array.Copy(building, list, count);
        count = 0;
        var length = scanner.Start - start;
        if (isSound && line.Length >= ShortestLine && length < line.Length)
        {
            SlotOf(line) = new() { Start = start, LineLength = line.Length, Length = length, List = list };
        }

        return list;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref Slot SlotOf(ReadOnlySpan<byte> line)
    {
        var hash = (BinaryPrimitives.ReadUInt64LittleEndian(line) * HashPrime ^ BinaryPrimitives.ReadUInt64LittleEndian(line[((line.Length - sizeof(ulong)) / 2)..])) * HashPrime
            ^ BinaryPrimitives.ReadUInt64LittleEndian(line[^sizeof(ulong)..]) ^ (ulong)line.Length;
        return ref slots[(hash * HashPrime >> 40) & (uint)(slots.Length - 1)];
    }

    private struct Slot
    {
        public int Start;
        public int LineLength;
        public int Length;
        public KeyValuePair<long, string>[]? List;
    }
}
