using BenchmarkDotNet.Running;
using FileLocking.Benchmarks;

// Without arguments: the table of targets, every pair measured turn and turn about. --bdn: the single calls under BenchmarkDotNet.
switch (args)
{
    case [Waking.OtherProcess, { } kind, { } path]:
        return Waking.Play(kind, path);
    case ["--bdn"]:
        BenchmarkRunner.Run<SingleCalls>();
        return 0;
    default:
        Console.WriteLine("| what | FileLocking | beside it | ratio | allocated | target |");
        Console.WriteLine("|---|---|---|---|---|---|");
        SideBySide.Measure();
        Waking.Measure();
        return 0;
}
