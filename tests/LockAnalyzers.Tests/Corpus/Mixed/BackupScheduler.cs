// Faults: RunAsync deletes the lock's file in its finally (3007), Plan writes after the last flush (3009), TryReserve returns null while its stream is locked and open (3001).
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FileLocking;

namespace Mixed.BackupScheduler;

public sealed record BackupPlan(string Source, string Target, TimeOnly At);

public sealed class Reservation : IDisposable
{
    private readonly FileStream _slot;
    internal Reservation(FileStream slot) => _slot = slot;
    public string Slot => _slot.Name;

    public void Dispose()
    {
        _slot.Unlock(0, long.MaxValue);
        _slot.Dispose();
    }
}

public class BackupScheduler
{
    private readonly string _lockFile;
    private readonly FileLock _running;
    private readonly FileStream _plans;

    public BackupScheduler(string folder)
    {
        _lockFile = Path.Combine(folder, "backup.running");
        _running = new FileLock(_lockFile);
        _plans = new FileStream(Path.Combine(folder, "plans.csv"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
    }

    public async Task<bool> RunAsync(IEnumerable<BackupPlan> plans, CancellationToken ct)
    {
        FileLockHandle? held = await _running.TryAcquireAsync(cancellationToken: ct);
        if (held is null)
            return false;
        try
        {
            foreach (BackupPlan plan in plans.OrderBy(p => p.At))
            {
                foreach (string file in Directory.EnumerateFiles(plan.Source))
                {
                    await using FileStream from = File.OpenRead(file);
                    await using FileStream to = File.Create(Path.Combine(plan.Target, Path.GetFileName(file)));
                    await from.CopyToAsync(to, ct);
                }
            }
            return true;
        }
        finally
        {
            await held.DisposeAsync();
            {|LOCK3007:File.Delete(_lockFile)|};
        }
    }

    public void Plan(params BackupPlan[] plans)
    {
        _plans.Lock(0, long.MaxValue);
        try
        {
            _plans.Seek(0, SeekOrigin.End);
            foreach (BackupPlan plan in plans)
            {
                _plans.Write(System.Text.Encoding.UTF8.GetBytes($"{plan.Source};{plan.Target};{plan.At:HH:mm}"));
                _plans.Flush();
                _plans.WriteByte((byte)'\n');
            }
        }
        finally
        {
            {|LOCK3009:_plans.Unlock(0, long.MaxValue)|};
        }
    }

    public int ClearPlans()
    {
        _plans.Lock(0, long.MaxValue);
        try
        {
            int bytes = (int)_plans.Length;
            _plans.SetLength(0);
            _plans.Flush(true);
            return bytes;
        }
        finally
        {
            _plans.Unlock(0, long.MaxValue);
        }
    }

    public static Reservation? TryReserve(string folder, int slot, Func<FileStream, bool> accept)
    {
        var stream = new FileStream(Path.Combine(folder, $"slot{slot}"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite);
        try
        {
            {|LOCK3001:stream.Lock(0, long.MaxValue)|};
            if (!accept(stream))
                return null;
            return new Reservation(stream);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    public async Task<bool> IsRunningAsync(CancellationToken ct)
    {
        await using FileLockHandle? probe = await _running.TryAcquireAsync(FileLockMode.Exclusive, default, ct);
        return probe is null;
    }
}
