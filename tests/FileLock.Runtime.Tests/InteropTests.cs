using System.Diagnostics;

namespace FileLocking.Tests;

/// <summary>Exclusion between this library and other people's locks on the same file, both ways.</summary>
public sealed class InteropTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string LockPath => _folder.File();

    public void Dispose() => _folder.Dispose();

    [UnixFact("A program of Unix.")]
    public void Flock_the_command()
    {
        With("flock", "--version");
        Excludes(
            OtherProcess.Start("flock", "--exclusive", LockPath, "sh", "-c", "echo held; read line"),
            mode => Run("flock", mode == FileLockMode.Exclusive ? "--exclusive" : "--shared", "--nonblock", LockPath, "true"),
            OtherProcess.Start("flock", "--shared", LockPath, "sh", "-c", "echo held; read line")
        );
    }

    [UnixFact("A program of Unix.")]
    public void Python_fcntl_flock()
    {
        With("python3", "--version");
        const string Hold = "import fcntl,sys; f=open(sys.argv[1],'a+'); fcntl.flock(f, fcntl.LOCK_{0}); print('held',flush=True); input()";
        const string Try = "import fcntl,sys; f=open(sys.argv[1],'a+'); fcntl.flock(f, fcntl.LOCK_{0}|fcntl.LOCK_NB)";
        Excludes(
            OtherProcess.Start("python3", "-c", Hold.Replace("{0}", "EX"), LockPath),
            mode => Run("python3", "-c", Try.Replace("{0}", mode == FileLockMode.Exclusive ? "EX" : "SH"), LockPath),
            OtherProcess.Start("python3", "-c", Hold.Replace("{0}", "SH"), LockPath)
        );
    }

    [UnixFact("A program of Unix.")]
    public void Python_fcntl_lockf_sees_open_file_description_locks()
    {
        With("python3", "--version");
        const string Hold = "import fcntl,sys; f=open(sys.argv[1],'a+'); fcntl.lockf(f, fcntl.LOCK_{0}); print('held',flush=True); input()";
        const string Try = "import fcntl,sys; f=open(sys.argv[1],'a+'); fcntl.lockf(f, fcntl.LOCK_{0}|fcntl.LOCK_NB)";
        Excludes(
            OtherProcess.Start("python3", "-c", Hold.Replace("{0}", "EX"), LockPath),
            mode => Run("python3", "-c", Try.Replace("{0}", mode == FileLockMode.Exclusive ? "EX" : "SH"), LockPath),
            OtherProcess.Start("python3", "-c", Hold.Replace("{0}", "SH"), LockPath),
            FileLockMechanism.OpenFileDescription
        );
    }

    [UnixFact("A program of Unix.")]
    public void Rust_File_lock()
    {
        With("rustc", "--version");
        var program = Compile(
            "rust",
            """
            use std::{env, fs::OpenOptions, io};
            fn main() {
                let args: Vec<String> = env::args().collect();
                let file = OpenOptions::new().read(true).write(true).create(true).open(&args[2]).unwrap();
                match args[1].as_str() {
                    "hold-ex" => { file.lock().unwrap(); println!("held"); io::stdin().read_line(&mut String::new()).unwrap(); }
                    "hold-sh" => { file.lock_shared().unwrap(); println!("held"); io::stdin().read_line(&mut String::new()).unwrap(); }
                    "try-ex" => if file.try_lock().is_err() { std::process::exit(1) },
                    _ => if file.try_lock_shared().is_err() { std::process::exit(1) },
                }
            }
            """,
            source => ("rustc", ["-o", Path.ChangeExtension(source, null), source]),
            "rs"
        );
        ExcludesProgram(program);
    }

    [UnixFact("A program of Unix.")]
    public void Go_syscall_Flock()
    {
        With("go", "version");
        var program = Compile(
            "golang",
            """
            package main
            import ("bufio"; "fmt"; "os"; "syscall")
            func main() {
                file, err := os.OpenFile(os.Args[2], os.O_RDWR|os.O_CREATE, 0666)
                if err != nil { panic(err) }
                how := map[string]int{"hold-ex": syscall.LOCK_EX, "hold-sh": syscall.LOCK_SH, "try-ex": syscall.LOCK_EX | syscall.LOCK_NB, "try-sh": syscall.LOCK_SH | syscall.LOCK_NB}
                if syscall.Flock(int(file.Fd()), how[os.Args[1]]) != nil { os.Exit(1) }
                if os.Args[1][0] == 'h' { fmt.Println("held"); bufio.NewReader(os.Stdin).ReadString('\n') }
            }
            """,
            source => ("go", ["build", "-o", Path.ChangeExtension(source, null), source]),
            "go"
        );
        ExcludesProgram(program);
    }

    [Fact]
    public void DotNet_FileShare_None()
    {
        using var other = OtherProcess.Start();
        using (new FileLock(LockPath).Acquire())
        {
            Assert.Equal("refused", other.Ask("share", FileShare.None, LockPath));
        }
        Assert.Equal("held", other.Ask("share", FileShare.None, LockPath));
        Assert.Null(new FileLock(LockPath).TryAcquire());
        Assert.Null(new FileLock(LockPath).TryAcquire(FileLockMode.Shared, TimeSpan.FromMilliseconds(20)));
        var waiting = new FileLock(LockPath).AcquireAsync();
        Assert.False(waiting.IsCompleted);
        other.Kill();
        Eventually.Result(waiting.AsTask()).Dispose();
    }

    [UnixFact("Share modes and locks are two layers there.")]
    public void DotNet_FileShare_ReadWrite_is_a_shared_lock_on_unix()
    {
        using var other = OtherProcess.Start();
        Assert.Equal("held", other.Ask("share", FileShare.Read, LockPath));
        Assert.Null(new FileLock(LockPath).TryAcquire());
        using var shared = new FileLock(LockPath).TryAcquire(FileLockMode.Shared);
        Assert.NotNull(shared);
        // A kind of lock that .NET's opens do not take is not in their way.
        new FileLock(LockPath, new FileLockOptions { Mechanism = FileLockMechanism.OpenFileDescription })
            .Acquire()
            .Dispose();
    }

    private void ExcludesProgram(string program) =>
        Excludes(
            OtherProcess.Start(program, "hold-ex", LockPath),
            mode => Run(program, mode == FileLockMode.Exclusive ? "try-ex" : "try-sh", LockPath),
            OtherProcess.Start(program, "hold-sh", LockPath)
        );

    /// <summary>The holders contend with each other as well: the first to say so has it, so they are started in turn.</summary>
    private void Excludes(
        OtherProcess exclusive,
        Func<FileLockMode, int> attempt,
        OtherProcess shared,
        FileLockMechanism mechanism = default
    )
    {
        var file = new FileLock(LockPath, new FileLockOptions { Mechanism = mechanism });
        using (exclusive)
        using (shared)
        {
            // Whichever of the two was first, the other waits for it to end.
            Task<string> first = Task.Run(exclusive.Answer),
                second = Task.Run(shared.Answer);
            var exclusiveFirst = Task.WaitAny([first, second], Eventually.Bound) == 0;
            Holds(exclusiveFirst ? FileLockMode.Exclusive : FileLockMode.Shared);
            Assert.True((exclusiveFirst ? exclusive : shared).End(Eventually.Bound));
            Assert.Equal("held", Eventually.Result(exclusiveFirst ? second : first));
            Holds(exclusiveFirst ? FileLockMode.Shared : FileLockMode.Exclusive);
            var waiting = file.StartWaiting(Calls.Asynchronous);
            Assert.True((exclusiveFirst ? shared : exclusive).End(Eventually.Bound));
            Eventually.Result(waiting).Dispose();
        }

        using (file.Acquire())
        {
            Assert.NotEqual(0, attempt(FileLockMode.Exclusive));
            Assert.NotEqual(0, attempt(FileLockMode.Shared));
        }
        using (file.Acquire(FileLockMode.Shared))
        {
            Assert.NotEqual(0, attempt(FileLockMode.Exclusive));
            Assert.Equal(0, attempt(FileLockMode.Shared));
        }
        Assert.Equal(0, attempt(FileLockMode.Exclusive));

        void Holds(FileLockMode mode)
        {
            Assert.Null(file.TryAcquire());
            using var beside = file.TryAcquire(FileLockMode.Shared);
            Assert.Equal(mode == FileLockMode.Shared, beside is not null);
        }
    }

    private string Compile(string name, string code, Func<string, (string Program, string[] Arguments)> compiler, string extension)
    {
        var source = _folder.File($"{name}.{extension}");
        File.WriteAllText(source, code);
        (var program, var arguments) = compiler(source);
        Assert.Equal(0, Run(program, arguments));
        return Path.ChangeExtension(source, null);
    }

    private static void With(string program, string version)
    {
        Assert.SkipUnless(Run(program, version) == 0, $"{program} is not installed.");
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
            )!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
