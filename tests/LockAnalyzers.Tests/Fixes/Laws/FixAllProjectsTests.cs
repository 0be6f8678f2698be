using LockAnalyzers.CodeFixes.Mode;
using Xunit;

namespace LockAnalyzers.Tests.Fixes.Laws;

/// <summary>One run over a solution mends all of its projects, each as if it were alone.</summary>
public sealed class FixAllProjectsTests
{
    [Fact]
    public async Task Mends_every_project_of_a_solution()
    {
        string[] cases = ["Corpus/LOCK1001/FileMutex.cs", "Corpus/LOCK1001/PidFile.cs", "Corpus/LOCK1001/SettingsSaver.cs"];
        var solution = await Mending.SolutionOfAsync([.. cases.Select(@case => JudgedCode.Read(@case))]);
        var found = await Mending.JudgeAsync(solution);

        var mended = await Mending.FixAllAsync(solution, found, "LOCK1001", new SharedWhereExclusiveMeantFixer());

        Assert.NotNull(mended);
        Assert.DoesNotContain(await Mending.JudgeAsync(mended), diagnostic => diagnostic.Id == "LOCK1001");
        for (var i = 0; i < cases.Length; i++)
        {
            var alone = await Mending.SolutionOfAsync(JudgedCode.Read(cases[i]));
            var expected = await Mending.FixAllAsync(
                alone,
                await Mending.JudgeAsync(alone),
                "LOCK1001",
                new SharedWhereExclusiveMeantFixer()
            );
            Assert.Equal((await Mending.TextsAsync(expected!))[0], (await Mending.TextsAsync(mended))[i]);
        }
    }

    /// <summary>The lock of one project is declared in another: the constant is declared once, beside the native method.</summary>
    [Fact]
    public async Task Declares_a_constant_once_for_all_that_use_it()
    {
        const string native = """
            using System;
            using System.Runtime.InteropServices;

            public static class Native
            {
                [DllImport("kernel32", SetLastError = true)]
                public static extern bool LockFileEx(IntPtr file, uint flags, uint reserved, uint low, uint high, IntPtr overlapped);
            }
            """;
        static string Store(string name) =>
            $$"""
                using System;

                public static class {{name}}
                {
                    public static bool TakeExclusively(IntPtr file) => Native.LockFileEx(file, 1, 0, uint.MaxValue, uint.MaxValue, IntPtr.Zero);
                }
                """;
        var solution = await Mending.SolutionOfAsync([native, Store("One")], [Store("Two")]);
        var projects = solution.ProjectIds;
        solution = solution.AddProjectReference(projects[1], new(projects[0]));
        var found = await Mending.JudgeAsync(solution);

        var mended = await Mending.FixAllAsync(solution, found, "LOCK1001", new SharedWhereExclusiveMeantFixer());

        Assert.Equal(2, found.Count(diagnostic => diagnostic.Id == "LOCK1001"));
        Assert.NotNull(mended);
        Assert.DoesNotContain(await Mending.JudgeAsync(mended), diagnostic => diagnostic.Id == "LOCK1001");
        foreach (var project in mended.Projects)
            Assert.Empty(JudgedCode.ErrorsIn((await project.GetCompilationAsync())!));
    }
}
