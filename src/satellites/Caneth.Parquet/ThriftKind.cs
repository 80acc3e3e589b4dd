namespace Caneth.Parquet;

/// <summary>The kinds of values in Thrift's compact protocol, as it numbers them.</summary>
internal enum ThriftKind
{
    Stop, True, False, I8, I16, I32, I64, Double, Binary, List, Set, Map, Structure,
}
