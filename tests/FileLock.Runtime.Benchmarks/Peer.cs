using System.ComponentModel;
using System.Diagnostics;

namespace FileLocking.Benchmarks;

/// <summary>
/// Another library's lock in a small program of its own language, which does the same work in its own loop and answers line by line.
/// </summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Command">The program and its first arguments; what to do, and the lock file, follow.</param>
/// <param name="WaysToWait">What it calls its ways to wait, by the word that its program knows for each.</param>
internal sealed record Peer(string Name, string[] Command, IReadOnlyDictionary<string, string> WaysToWait)
{
    private static readonly string Sources = Path.Combine(AppContext.BaseDirectory, "Peers");

    /// <summary>Those that are installed; the others are named on standard error, for their rows are missing from the table.</summary>
    public static IReadOnlyList<Peer> Installed { get; } = [.. new[] { Gofrs(), Filelock() }.OfType<Peer>()];

    public Process Start(string work, string path) =>
        Process.Start(
            new ProcessStartInfo(Command[0], [.. Command[1..], work, path]) { RedirectStandardInput = true, RedirectStandardOutput = true }
        )!;

    private static Peer? Gofrs()
    {
        var program = Path.Combine(Directory.CreateTempSubdirectory("filelock-").FullName, "gofrs");
        // Where Debian's golang-github-gofrs-flock-dev puts it.
        var built = Succeeds(
            "env",
            "GO111MODULE=off",
            "GOPATH=/usr/share/gocode",
            "go",
            "build",
            "-o",
            program,
            Path.Combine(Sources, "gofrs.go")
        );
        return built
            ? new("gofrs/flock", [program], new Dictionary<string, string> { ["blocking"] = "Lock", ["polling"] = "TryLockContext, 10 ms" })
            : Missing("gofrs/flock (golang-go, golang-github-gofrs-flock-dev)");
    }

    private static Peer? Filelock()
    {
        // The first Python on the path need not be the one that Debian's python3-filelock is for.
        var python = new[] { "python3", "/usr/bin/python3" }.FirstOrDefault(python => Succeeds(python, "-c", "import filelock"));
        return python is not null
            ? new(
                "Python filelock",
                [python, Path.Combine(Sources, "python.py")],
                new Dictionary<string, string> { ["polling"] = "acquire, 50 ms" }
            )
            : Missing("Python filelock (python3-filelock)");
    }

    private static Peer? Missing(string name)
    {
        Console.Error.WriteLine($"Not installed, so its rows are left out: {name}.");
        return null;
    }

    private static bool Succeeds(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
