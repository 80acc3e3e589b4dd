using BenchmarkDotNet.Running;
using Caneth.MicroBench;

// dotnet run -c Release --project bench/Caneth.MicroBench -- --filter '*'
BenchmarkSwitcher.FromTypes([typeof(CodecBenchmarks), typeof(FilterBenchmarks), typeof(SubscriptionBenchmarks), typeof(WireBenchmarks)]).Run(args);
