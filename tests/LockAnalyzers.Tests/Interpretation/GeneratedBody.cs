using System.Text;

namespace LockAnalyzers.Tests.Interpretation;

/// <summary>
/// A method body made at random from everything that can come between a lock and its release. It can be written out as C#, and, without
/// looking at that, be run along every path that there is (<see cref="BruteForce"/>). Every acquire and every return has a line of its own.
/// </summary>
internal abstract record Statement
{
    public sealed record Block(IReadOnlyList<Statement> Body, int? Label = null) : Statement;

    /// <summary>A call that may throw, or one that does not.</summary>
    public sealed record Call(bool Throws) : Statement;

    /// <summary>Asks for a lock, and does one or the other.</summary>
    public sealed record Acquire(int Site, int File, AcquireForm Form, Statement Refused, Statement Taken) : Statement;

    public sealed record Release(int File) : Statement;

    public sealed record SetFlag(bool? Value) : Statement;

    public sealed record If(Condition Condition, Statement Then, Statement? Else) : Statement;

    public sealed record Loop(LoopForm Form, Condition Condition, Statement Body) : Statement;

    public sealed record Switch(IReadOnlyList<Statement> Sections, bool HasDefault) : Statement;

    public sealed record Try(Statement Body, IReadOnlyList<Handler> Handlers, Statement? Finally) : Statement;

    public sealed record Return(int Number) : Statement;

    public sealed record Throw(Fault Fault) : Statement;

    public sealed record Rethrow : Statement;

    public sealed record Break : Statement;

    public sealed record Continue : Statement;

    public sealed record Goto(int Label) : Statement;
}

internal sealed record Handler(Fault? Catches, bool IsFiltered, Statement Body);

internal enum Fault
{
    Io,
    Other,
}

/// <summary>How the answer of the acquire is tested.</summary>
internal enum AcquireForm
{
    If,
    IfNot,
    Pattern,
    Switch,
    Flag,
    Conditional,
    WhileRefused,
}

internal enum LoopForm
{
    While,
    Do,
    For,
}

/// <summary>What a branch depends on: chance, the one flag of the body, or both.</summary>
internal enum Condition
{
    Chance,
    Flag,
    NotFlag,
    FlagAndChance,
    FlagOrChance,
}

/// <summary>Makes bodies from a seed.</summary>
internal sealed class BodyGenerator(int seed)
{
    private readonly Random _random = new(seed);
    private int _sites;
    private int _returns;
    private int _labels;
    private int _budget;

    public Statement.Block Next()
    {
        (_sites, _returns, _labels, _budget) = (0, 0, 0, 7 + _random.Next(6));
        var body = new List<Statement>();
        while (_budget > 0)
            body.Add(Make(new Context()));
        body.Add(new Statement.Return(++_returns));
        return new(body);
    }

    private Statement Make(Context context)
    {
        _budget--;
        if (context.Depth > 4)
            return Simple(context);

        var deeper = context with { Depth = context.Depth + 1 };
        return _random.Next(14) switch
        {
            0 or 1 => AcquireIn(context, deeper),
            2 or 3 => new Statement.If(AnyCondition(), BlockIn(deeper), Chance(2) ? BlockIn(deeper) : null),
            4 => new Statement.Loop((LoopForm)_random.Next(3), AnyCondition(), BlockIn(deeper with { InLoop = true, CanBreak = true })),
            5 => new Statement.Switch(
                [.. Enumerable.Range(0, 1 + _random.Next(2)).Select(_ => BlockIn(deeper with { CanBreak = true }))],
                Chance(2)
            ),
            6 or 7 => TryIn(deeper),
            _ => Simple(context),
        };
    }

    private Statement.Block BlockIn(Context context)
    {
        var label = Chance(5) ? ++_labels : (int?)null;
        var inner = label is { } l ? context with { Labels = [.. context.Labels, l] } : context;
        var body = new List<Statement>();
        for (var i = 1 + _random.Next(2); i > 0; i--)
            body.Add(Make(inner));
        return new(body, label);
    }

    private Statement.Acquire AcquireIn(Context context, Context deeper)
    {
        var form = (AcquireForm)_random.Next(7);
        Statement refused =
            form == AcquireForm.WhileRefused ? BlockIn(deeper with { InLoop = true, CanBreak = true })
            : Chance(2) ? new Statement.Throw(Fault.Io)
            : BlockIn(form == AcquireForm.Switch ? deeper with { CanBreak = true } : deeper);
        var taken =
            form == AcquireForm.WhileRefused || Chance(2)
                ? new Statement.Block([])
                : BlockIn(form == AcquireForm.Switch ? deeper with { CanBreak = true } : deeper);
        return new(++_sites, _random.Next(2), form, refused, taken);
    }

    private Statement.Try TryIn(Context context)
    {
        var body = BlockIn(context);
        var handlers = new List<Handler>();
        if (!context.InHandler && Chance(2))
            handlers.Add(new(Fault.Io, Chance(4), BlockIn(context with { InHandler = true, InCatch = true })));
        if (!context.InHandler && Chance(3))
            handlers.Add(new(null, false, BlockIn(context with { InHandler = true, InCatch = false })));
        var last =
            handlers.Count == 0 || Chance(2)
                ? BlockIn(
                    context with
                    {
                        InHandler = true,
                        InCatch = false,
                        InFinally = true,
                        InLoop = false,
                        CanBreak = false,
                        Labels = [],
                    }
                )
                : null;
        // A handler that nothing can reach is read all the same: there brute force has nothing to say.
        if (handlers.Count > 0)
            body = body with { Body = [new Statement.Call(Throws: true), .. body.Body] };
        return new(body, handlers, last);
    }

    private Statement Simple(Context context) =>
        _random.Next(13) switch
        {
            0 or 1 => new Statement.Call(Throws: !context.InHandler),
            2 or 3 or 4 => new Statement.Release(_random.Next(2)),
            5 or 6 => new Statement.SetFlag(Chance(3) ? null : Chance(2)),
            7 when !context.InFinally => new Statement.Return(++_returns),
            8 => context.InCatch && Chance(2) ? new Statement.Rethrow() : new Statement.Throw(Chance(2) ? Fault.Io : Fault.Other),
            9 when context.CanBreak => new Statement.Break(),
            10 when context.InLoop => new Statement.Continue(),
            11 when context.Labels.Count > 0 => new Statement.Goto(context.Labels[_random.Next(context.Labels.Count)]),
            _ => new Statement.Call(Throws: false),
        };

    private Condition AnyCondition() => (Condition)_random.Next(5);

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private sealed record Context
    {
        public int Depth { get; init; }

        public bool InLoop { get; init; }

        public bool CanBreak { get; init; }

        public bool InHandler { get; init; }

        public bool InCatch { get; init; }

        public bool InFinally { get; init; }

        public IReadOnlyList<int> Labels { get; init; } = [];
    }
}

/// <summary>Writes a generated body as C#.</summary>
internal sealed class BodyWriter
{
    public const string Preamble = """
        using System;
        using System.IO;
        using System.Runtime.InteropServices;

        static class Generated
        {
            const int LOCK_EX = 2, LOCK_UN = 8;

            [DllImport("libc", SetLastError = true)]
            static extern int flock(int fd, int operation);

            static bool Chance => Random.Shared.Next(2) == 0;
        """;

    private readonly StringBuilder _text = new();

    private BodyWriter() { }

    public static string Write(string name, Statement body)
    {
        var writer = new BodyWriter();
        writer.Line($"static int {name}(int fd0, int fd1, Action work)");
        writer.Line("{");
        writer.Line("bool flag = false;");
        writer.Write(body);
        writer.Line("}");
        return writer._text.ToString();
    }

    private void Line(string line) => _text.AppendLine(line);

    private void Write(Statement statement)
    {
        switch (statement)
        {
            case Statement.Block block:
                Line("{");
                foreach (var inner in block.Body)
                    Write(inner);
                if (block.Label is { } label)
                    Line($"L{label}: ;");
                Line("}");
                break;
            case Statement.Call call:
                Line(call.Throws ? "work();" : "GC.KeepAlive(work);");
                break;
            case Statement.Acquire acquire:
                Write(acquire);
                break;
            case Statement.Release release:
                Line($"flock(fd{release.File}, LOCK_UN);");
                break;
            case Statement.SetFlag flag:
                Line(flag.Value is { } value ? $"flag = {(value ? "true" : "false")};" : "flag = Random.Shared.Next(2) == 0;");
                break;
            case Statement.If branch:
                Line($"if ({Text(branch.Condition)})");
                Write(Braced(branch.Then));
                if (branch.Else is { } otherwise)
                {
                    Line("else");
                    Write(Braced(otherwise));
                }

                break;
            case Statement.Loop { Form: LoopForm.Do } loop:
                Line("do");
                Write(Braced(loop.Body));
                Line($"while ({Text(loop.Condition)});");
                break;
            case Statement.Loop loop:
                Line(loop.Form == LoopForm.While ? $"while ({Text(loop.Condition)})" : $"for (; {Text(loop.Condition)};)");
                Write(Braced(loop.Body));
                break;
            case Statement.Switch choice:
                Line("switch (Random.Shared.Next(5))");
                Line("{");
                for (var i = 0; i < choice.Sections.Count; i++)
                {
                    Line(choice.HasDefault && i == choice.Sections.Count - 1 ? "default:" : $"case {i}:");
                    Write(Braced(choice.Sections[i]));
                    Line("break;");
                }

                Line("}");
                break;
            case Statement.Try tried:
                Line("try");
                Write(Braced(tried.Body));
                foreach (var handler in tried.Handlers)
                {
                    Line(
                        handler.Catches is null
                            ? "catch"
                            : "catch (IOException)" + (handler.IsFiltered ? " when (Random.Shared.Next(2) == 0)" : "")
                    );
                    Write(Braced(handler.Body));
                }

                if (tried.Finally is { } last)
                {
                    Line("finally");
                    Write(Braced(last));
                }

                break;
            case Statement.Return result:
                Line($"return {result.Number};");
                break;
            case Statement.Throw thrown:
                Line(thrown.Fault == Fault.Io ? "throw new IOException();" : "throw new InvalidOperationException();");
                break;
            case Statement.Rethrow:
                Line("throw;");
                break;
            case Statement.Break:
                Line("break;");
                break;
            case Statement.Continue:
                Line("continue;");
                break;
            case Statement.Goto jump:
                Line($"goto L{jump.Label};");
                break;
        }
    }

    private void Write(Statement.Acquire acquire)
    {
        var call = $"flock(fd{acquire.File}, LOCK_EX /*{acquire.Site}*/)";
        switch (acquire.Form)
        {
            case AcquireForm.Switch:
                Line($"switch ({call})");
                Line("{");
                Line("case 0:");
                Write(Braced(acquire.Taken));
                Line("break;");
                Line("default:");
                Write(Braced(acquire.Refused));
                Line("break;");
                Line("}");
                break;
            case AcquireForm.WhileRefused:
                Line($"while ({call} != 0)");
                Write(Braced(acquire.Refused));
                Write(acquire.Taken);
                break;
            default:
                if (acquire.Form == AcquireForm.Flag)
                    Line($"flag = {call} == 0;");
                var isTaken = acquire.Form switch
                {
                    AcquireForm.If => $"{call} == 0",
                    AcquireForm.IfNot => $"!({call} < 0)",
                    AcquireForm.Pattern => $"{call} is 0",
                    AcquireForm.Conditional => $"({call} == -1 ? false : true)",
                    _ => "flag",
                };
                Line($"if ({isTaken})");
                Write(Braced(acquire.Taken));
                Line("else");
                Write(Braced(acquire.Refused));
                break;
        }
    }

    private static Statement Braced(Statement statement) => statement is Statement.Block ? statement : new Statement.Block([statement]);

    private static string Text(Condition condition) =>
        condition switch
        {
            Condition.Chance => "Random.Shared.Next(2) == 0",
            Condition.Flag => "flag",
            Condition.NotFlag => "!flag",
            Condition.FlagAndChance => "flag && Random.Shared.Next(2) == 0",
            _ => "flag || Random.Shared.Next(2) == 0",
        };
}
