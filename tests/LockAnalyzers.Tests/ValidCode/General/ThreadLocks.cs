// Locks between threads of one process are not file locks.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace Threads
{
    public sealed class ThreadLocks : IDisposable
    {
        private readonly ReaderWriterLockSlim _rw = new();
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly object _sync = new();
        private readonly Mutex _mutex = new(false);
        private SpinLock _spin = new(enableThreadOwnerTracking: false);
        private readonly Dictionary<string, int> _values = new();

        public int? Find(string key)
        {
            _rw.EnterReadLock();
            try
            {
                return _values.TryGetValue(key, out int value) ? value : null;
            }
            finally
            {
                _rw.ExitReadLock();
            }
        }

        public void Set(string key, int value)
        {
            _rw.EnterWriteLock();
            try { _values[key] = value; }
            finally { _rw.ExitWriteLock(); }
        }

        public async Task<int> CountAsync(CancellationToken token)
        {
            await _gate.WaitAsync(token);
            try
            {
                await Task.Yield();
                lock (_sync)
                    return _values.Count;
            }
            finally
            {
                _gate.Release();
            }
        }

        public bool TrySpin()
        {
            bool taken = false;
            try
            {
                _spin.TryEnter(ref taken);
                return taken && _values.Count > 0;
            }
            finally
            {
                if (taken)
                    _spin.Exit();
            }
        }

        public void Sometimes()
        {
            Monitor.Enter(_sync);
            _values.Clear();
            Monitor.Exit(_sync);

            if (_mutex.WaitOne(0))
                _mutex.ReleaseMutex();
        }

        public void Dispose()
        {
            _rw.Dispose();
            _gate.Dispose();
            _mutex.Dispose();
        }
    }
}
