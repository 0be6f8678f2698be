using System.Globalization;
using BenchmarkDotNet.Running;
using FileLocking.Benchmarks;

// Without arguments: the table of targets, every pair measured turn and turn about. --contention: its last part
// alone. --bdn: the single calls under BenchmarkDotNet.
switch (args)
{
    case [Waking.OtherProcess, { } kind, { } path]:
        return Waking.Play(kind, path);
    case [Contention.OtherProcess, { } kind, { } path, { } hold]:
        return Contention.Play(kind, path, int.Parse(hold, CultureInfo.InvariantCulture));
    case ["--contention"]:
        Contention.Measure();
        return 0;
    case ["--bdn"]:
        BenchmarkRunner.Run<SingleCalls>();
        return 0;
    default:
        Console.WriteLine("| what | FileLocking | beside it | ratio | allocated | target |");
        Console.WriteLine("|---|---|---|---|---|---|");
        SideBySide.Measure();
        Waking.Measure();
        Contention.Measure();
        return 0;
}
