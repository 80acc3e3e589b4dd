namespace Caneth.Parquet;

/// <summary>What the fields of a structure are; a field that it does not know may be anything.</summary>
internal sealed class ThriftShape
{
    private readonly Dictionary<int, ThriftField> fields = [];

    /// <summary>Fields with these numbers are of a kind.</summary>
    public ThriftShape With(ThriftKind kind, params ReadOnlySpan<int> numbers) => Add(new(kind), numbers);

    /// <summary>Fields with these numbers are structures.</summary>
    public ThriftShape With(ThriftShape structure, params ReadOnlySpan<int> numbers) => Add(new(ThriftKind.Structure, Shape: structure), numbers);

    /// <summary>A field is a number of 32 bits that is asked for.</summary>
    /// <param name="number">The number of the field.</param>
    /// <param name="place">Where its value goes.</param>
    public ThriftShape Asking(int number, int place) => Add(new(ThriftKind.I32, Place: place), number);

    /// <summary>A field is a list of values of a kind.</summary>
    public ThriftShape WithList(int number, ThriftKind of) => Add(new(ThriftKind.List, of), number);

    /// <summary>A field is a list of structures.</summary>
    public ThriftShape WithList(int number, ThriftShape of) => Add(new(ThriftKind.List, ThriftKind.Structure, of), number);

    /// <summary>What a field is; null where that is not known.</summary>
    public ThriftField? this[int number] => fields.GetValueOrDefault(number);

    private ThriftShape Add(ThriftField field, params ReadOnlySpan<int> numbers)
    {
        foreach (var number in numbers)
        {
            fields.Add(number, field);
        }

        return this;
    }
}
