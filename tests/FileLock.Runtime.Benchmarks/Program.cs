using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using FileLocking.Benchmarks;

if (args is [Waking.OtherProcess, ..]) return Waking.Play(args[1], args[2]);
if (args is ["--waking"])
{
    Waking.Measure();
    return 0;
}

// In this process, so that every figure of the table comes from one run of one program.
var config = ManualConfig.CreateEmpty()
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(args.Contains("--verbose") ? ConsoleLogger.Default : NullLogger.Instance)
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(15));
Summary summary = BenchmarkRunner.Run<SingleCalls>(config);

double Time(string name) => Report(name).ResultStatistics!.Median;
long Bytes(string name) => Report(name).GcStats.GetBytesAllocatedPerOperation(Report(name).BenchmarkCase) ?? 0;
BenchmarkReport Report(string name) => summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == name);

Console.WriteLine("| what | FileLocking | beside it | ratio | allocated | target |");
Console.WriteLine("|---|---|---|---|---|---|");
Row("acquire + release, file kept open", "KeptOpen_HandleLock", "KeptOpen_Raw", "raw pair", "≤ 1.3, 0 B");
Row("open, acquire, release, close", "First_FileLock", "First_Raw", "raw four calls", "≤ 1.3");
Row("open, acquire, release, close", "First_FileLock", "First_FileStream", "FileStream(FileShare.None)", "< 1");
Row("refused try, file kept open", "Refused_HandleLock", "Refused_Raw", "raw call", "≤ 1.5, 0 B");
Row("refused try, file opened", "Refused_FileLock", "Refused_FileStream", "FileStream(FileShare.None)", "< 1, 0 B");
Waking.Measure();
return 0;

void Row(string what, string ours, string theirs, string theirName, string target) => Console.WriteLine(FormattableString.Invariant(
    $"| {what} | {Time(ours):0} ns | {theirName} {Time(theirs):0} ns | {Time(ours) / Time(theirs):0.00} | {Bytes(ours)} B | {target} |"));
