// Wrappers that say what they are by attribute, used with finally and using.
using System;
using System.Collections.Generic;
using System.IO;

namespace Declared
{
    public enum LockMode { Shared, Exclusive }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AcquiresLockAttribute : Attribute
    {
        public AcquiresLockAttribute(LockMode mode) => Mode = mode;
        public LockMode Mode { get; }
    }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class ReleasesLockAttribute : Attribute { }

    public interface IRepositoryLock
    {
        [AcquiresLock(LockMode.Exclusive)]
        void Enter();

        [ReleasesLock]
        void Leave();

        [AcquiresLock(LockMode.Shared)]
        IDisposable Look();

        [AcquiresLock(LockMode.Exclusive)]
        IDisposable? TryChange();
    }

    public sealed class Repository
    {
        private readonly IRepositoryLock _lock;
        private readonly List<string> _names = new();

        public Repository(IRepositoryLock @lock) => _lock = @lock;

        public void Add(string name)
        {
            _lock.Enter();
            try
            {
                if (_names.Contains(name))
                    return;
                _names.Add(name);
            }
            finally
            {
                _lock.Leave();
            }
        }

        public int Count()
        {
            using (_lock.Look())
                return _names.Count;
        }

        public bool Clear()
        {
            using IDisposable? change = _lock.TryChange();
            if (change is null)
                return false;
            _names.Clear();
            return true;
        }

        public IDisposable Hold() => _lock.TryChange() ?? throw new InvalidOperationException("The repository is busy.");
    }
}
