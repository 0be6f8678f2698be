using LockAnalyzers.Interpretation;
using LockAnalyzers.Model.Facts;
using Xunit;

namespace LockAnalyzers.Tests.Interpretation;

/// <summary>
/// What bodies and programs of unusual shapes cost, counted in steps and not in time, and what is said where a bound is exceeded.
/// </summary>
public sealed class BoundsTests
{
    private const string Declarations = """
        using System;
        using System.IO;
        using System.Runtime.InteropServices;

        static class Native
        {
            [DllImport("libc", SetLastError = true)]
            public static extern int flock(int fd, int operation);

            public static void Work() => Console.WriteLine();
        }

        """;

    [Fact]
    public void Straight_line_code_costs_in_proportion_to_its_length()
    {
        var (short25, long100, long400) = (Steps(25), Steps(100), Steps(400));

        Assert.InRange(long100, short25, 6 * short25);
        Assert.InRange(long400, long100, 6 * long100);

        static int Steps(int pairs) =>
            Assert
                .Single(
                    Bodies(
                        $$"""
                        static class Script
                        {
                            static void Run(int fd)
                            {
                                {{Repeat(pairs, _ => "Native.flock(fd, 2); Native.Work(); Native.flock(fd, 8);")}}
                            }
                        }
                        """
                    ),
                    body => body.Member.Name == "Run" && body.ExceededBound is null && body.Calls.Length == 2 * pairs
                )
                .Steps;
    }

    [Fact]
    public void Straight_line_code_with_locks_that_throw_costs_in_proportion_to_its_length()
    {
        Assert.InRange(Steps(400), Steps(25), 20 * Steps(25));

        static int Steps(int pairs) =>
            Assert
                .Single(
                    Bodies(
                        $$"""
                        static class Script
                        {
                            static void Run(FileStream file)
                            {
                                {{Repeat(pairs, _ => "file.Lock(0, 1); Native.Work(); file.Unlock(0, 1);")}}
                            }
                        }
                        """
                    ),
                    body => body.ExceededBound is null
                )
                .Steps;
    }

    [Fact]
    public void Twenty_locks_in_one_expression_are_not_followed_in_a_million_ways()
    {
        var body = Assert.Single(
            Bodies(
                $$"""
                static class Script
                {
                    static int[] Run(int fd) => new[] { {{Repeat(20, _ => "Native.flock(fd, 6),")}} };
                }
                """
            )
        );

        Assert.Null(body.ExceededBound);
        Assert.Equal(20, body.Calls.Length);
        Assert.InRange(body.Steps, 1, 1_000);
    }

    [Fact]
    public void Methods_that_call_each_other_settle()
    {
        var bodies = Bodies(
            """
            static class Gate
            {
                static bool Enter(int fd, int tries) => Native.flock(fd, 6) == 0 || Again(fd, tries);

                static bool Again(int fd, int tries) => tries > 0 && Enter(fd, tries - 1);

                static void Use(int fd)
                {
                    if (!Enter(fd, 3))
                        return;
                    Native.Work();
                    Native.flock(fd, 8);
                }
            }
            """
        );

        Assert.All(bodies, body => Assert.Null(body.ExceededBound));
        Assert.Equal(["Enter", "Use"], bodies.Select(body => body.Member.Name));
    }

    [Fact]
    public void A_lock_is_followed_through_as_many_callers_as_the_bound_says_and_the_next_is_told()
    {
        var bodies = Bodies(
            $$"""
            static class Chain
            {
                public static void Enter0(int fd)
                {
                    if (Native.flock(fd, 2) != 0)
                        throw new IOException();
                }

                {{Repeat(LockAnalysis.MaxCallerDepth + 5, i => $"public static void Enter{i + 1}(int fd) => Enter{i}(fd);")}}
            }
            """
        );

        var beyond = Assert.Single(bodies, body => body.ExceededBound == BodyBound.CallerDepth);
        Assert.Equal($"Enter{LockAnalysis.MaxCallerDepth + 1}", beyond.Member.Name);
    }

    [Fact]
    public void A_chain_of_wrappers_is_interpreted_once_each()
    {
        var locks = Interpreted.Locks(
            Interpreted.Compilation(
                Declarations
                    + $$"""
                    static class Chain
                    {
                        public static void Enter0(int fd)
                        {
                            if (Native.flock(fd, 2) != 0)
                                throw new IOException();
                        }

                        {{Repeat(10, i => $"public static void Enter{i + 1}(int fd) => Enter{i}(fd);")}}
                    }
                    """
            )
        );

        Assert.Equal(11, locks.Bodies(CancellationToken.None).Length);
        Assert.Equal(11, locks.Interpretations(CancellationToken.None));
    }

    [Fact]
    public void Locks_of_threads_are_not_interpreted()
    {
        var locks = Interpreted.Locks(
            Interpreted.Compilation(
                Declarations
                    + """
                    class Gate
                    {
                        public void Lock() => System.Threading.Monitor.Enter(this);
                        public void Unlock() => System.Threading.Monitor.Exit(this);
                        public void Use() { Lock(); Native.Work(); Unlock(); }
                    }
                    """
            )
        );

        Assert.Empty(locks.Bodies(CancellationToken.None));
        Assert.Equal(0, locks.Interpretations(CancellationToken.None));
    }

    [Fact]
    public void An_expression_of_thousands_of_terms_does_not_overflow_the_stack()
    {
        var source = $$"""
            static class Sum
            {
                static void Run(int fd, int x) { Native.flock(fd, {{Repeat(4_000, _ => "x + ")}} x); Native.flock(fd, 8); }
            }
            """;
        IReadOnlyList<BodyFacts> bodies = [];
        var compilation = Interpreted.Compilation(Declarations + source);
        compilation.GetDiagnostics();

        var thread = new Thread(() => bodies = Interpreted.Locks(compilation).Bodies(CancellationToken.None), maxStackSize: 1024 * 1024);
        thread.Start();
        thread.Join();

        var body = Assert.Single(bodies);
        Assert.True(body.ExceededBound is null or BodyBound.Nesting);
    }

    [Fact]
    public void A_body_beyond_a_bound_is_counted()
    {
        var body = Assert.Single(
            Bodies(
                $$"""
                static class Many
                {
                    static void Run(int[] files) { {{Repeat(StateSet.MaxStates + 2, i => $"Native.flock(files[{i}], 2);")}} }
                }
                """
            )
        );

        Assert.Equal(BodyBound.States, body.ExceededBound);
    }

    private static IReadOnlyList<BodyFacts> Bodies(string source) =>
        Interpreted.Locks(Interpreted.Compilation(Declarations + source)).Bodies(CancellationToken.None);

    private static string Repeat(int times, Func<int, string> code) => string.Concat(Enumerable.Range(0, times).Select(code));
}
