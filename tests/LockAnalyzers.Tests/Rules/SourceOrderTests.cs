using Xunit;

namespace LockAnalyzers.Tests.Rules;

/// <summary>The order in which files are compiled changes no message and no additional location.</summary>
public sealed class SourceOrderTests
{
    private static readonly (string Path, string Code)[] s_files =
    [
        ("Native.cs", LockCode.Usings + LockCode.Native),
        ("Gate.cs", File("interface IGate { bool TryEnter(SafeFileHandle file); }")),
        ("Linux.cs", File(Gate("LinuxGate", "flock(file, LOCK_EX) == 0"))),
        ("Mac.cs", File(Gate("MacGate", "flock(file, LOCK_EX | LOCK_NB) == 0"))),
        ("Bsd.cs", File(Gate("BsdGate", "flock(file, LOCK_EX | LOCK_NB) == 0"))),
        ("Windows.cs", File(Gate("WindowsGate", "LockFileEx(file, 1, 0, 1, 0, ref overlapped)"))),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Shuffled_files_give_the_same_diagnostics(int seed)
    {
        var expected = await Contract.OfAllAsync(s_files);
        var shuffled = s_files.ToArray();
        new Random(seed).Shuffle(shuffled);

        Assert.Contains("LOCK1001", expected, StringComparison.Ordinal);
        Assert.Equal(expected, await Contract.OfAllAsync(shuffled));
    }

    private static string File(string code) => $"using static Native;\n{LockCode.Usings}{code}";

    private static string Gate(string name, string take) =>
        $$"""
            class {{name}} : IGate
            {
                public bool TryEnter(SafeFileHandle file)
                {
                    var overlapped = new NativeOverlapped();
                    return {{take}};
                }
            }
            """;
}
