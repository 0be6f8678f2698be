// A project's own acquire, declared by attribute, whose result is thrown away.
using System;
using System.Collections.Generic;

namespace Projects
{
    public enum LockMode { Shared, Exclusive }

    [AttributeUsage(AttributeTargets.Method)]
    public sealed class AcquiresLockAttribute : Attribute
    {
        public AcquiresLockAttribute(LockMode mode) => Mode = mode;
        public LockMode Mode { get; }
    }

    public interface ISolutionLock
    {
        [AcquiresLock(LockMode.Exclusive)]
        IDisposable Hold();
    }

    public sealed class Solution
    {
        private readonly ISolutionLock _lock;
        private readonly List<string> _projects = new();

        public Solution(ISolutionLock @lock) => _lock = @lock;

        public void Add(string project)
        {
            {|LOCK3005:_lock.Hold()|};
            _projects.Add(project);
        }

        public int Count()
        {
            using (_lock.Hold())
                return _projects.Count;
        }
    }
}
